-- Latency percentiles of each group of nodes, such as slow and normal ones, over the deliveries whose time could be measured.
WITH ranked AS (
  SELECT n."group" AS node_group, l.latency_ns,
    row_number() OVER (PARTITION BY n."group" ORDER BY CASE WHEN l.latency_ns IS NULL THEN 1 ELSE 0 END, l.latency_ns) AS place,
    count(*) OVER (PARTITION BY n."group") AS total,
    count(l.latency_ns) OVER (PARTITION BY n."group") AS timed
  FROM ledger AS l
  JOIN nodes AS n ON n.node = l.node
  WHERE l.outcome = 'delivered' OR l.outcome = 'duplicate'
)
SELECT node_group, max(total) AS deliveries, max(timed) AS measured,
  min(CASE WHEN place >= 0.50 * timed THEN latency_ns END) / 1000000.0 AS p50_ms,
  min(CASE WHEN place >= 0.95 * timed THEN latency_ns END) / 1000000.0 AS p95_ms,
  min(CASE WHEN place >= 0.99 * timed THEN latency_ns END) / 1000000.0 AS p99_ms,
  max(latency_ns) / 1000000.0 AS max_ms
FROM ranked
GROUP BY node_group
ORDER BY node_group
