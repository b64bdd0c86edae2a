WITH ranked AS (
  SELECT node, latency_ns,
    row_number() OVER (PARTITION BY node ORDER BY latency_ns) AS place,
    count(*) OVER (PARTITION BY node) AS total
  FROM ledger
  WHERE latency_ns IS NOT NULL
)
SELECT
  n.name AS node,
  n.host AS host,
  max(r.total) AS deliveries,
  min(CASE WHEN r.place >= 0.50 * r.total THEN r.latency_ns END) AS p50_ns,
  min(CASE WHEN r.place >= 0.95 * r.total THEN r.latency_ns END) AS p95_ns,
  min(CASE WHEN r.place >= 0.99 * r.total THEN r.latency_ns END) AS p99_ns,
  max(r.latency_ns) AS max_ns
FROM ranked AS r
JOIN nodes AS n ON n.node = r.node
GROUP BY n.name, n.host
ORDER BY p99_ns DESC, node
