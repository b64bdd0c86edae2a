-- Slow against normal nodes, and any other groups of a run.
WITH ranked AS (
  SELECT n."group" AS node_group, l.latency_ns,
    row_number() OVER (PARTITION BY n."group" ORDER BY l.latency_ns) AS place,
    count(*) OVER (PARTITION BY n."group") AS total
  FROM ledger AS l
  JOIN nodes AS n ON n.node = l.node
  WHERE l.latency_ns IS NOT NULL
)
SELECT node_group, max(total) AS deliveries,
  min(CASE WHEN place >= 0.50 * total THEN latency_ns END) / 1000000.0 AS p50_ms,
  min(CASE WHEN place >= 0.95 * total THEN latency_ns END) / 1000000.0 AS p95_ms,
  min(CASE WHEN place >= 0.99 * total THEN latency_ns END) / 1000000.0 AS p99_ms,
  max(latency_ns) / 1000000.0 AS max_ms
FROM ranked
GROUP BY node_group
ORDER BY node_group
