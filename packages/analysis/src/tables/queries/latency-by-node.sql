-- Latency percentiles per node, over the deliveries whose time could be measured.
WITH arrived AS (
  SELECT node, latency_ns,
    row_number() OVER (PARTITION BY node ORDER BY coalesce(latency_ns, CAST(4000000000000000000 AS BIGINT))) AS place,
    count(*) OVER (PARTITION BY node) AS total,
    count(latency_ns) OVER (PARTITION BY node) AS timed
  FROM ledger
  WHERE outcome = 'delivered' OR outcome = 'duplicate'
)
SELECT
  n.name AS node,
  n.host AS host,
  max(r.total) AS deliveries,
  max(r.timed) AS measured,
  min(CASE WHEN r.place >= 0.50 * r.timed THEN r.latency_ns END) AS p50_ns,
  min(CASE WHEN r.place >= 0.95 * r.timed THEN r.latency_ns END) AS p95_ns,
  min(CASE WHEN r.place >= 0.99 * r.timed THEN r.latency_ns END) AS p99_ns,
  max(r.latency_ns) AS max_ns
FROM arrived AS r
JOIN nodes AS n ON n.node = r.node
GROUP BY n.name, n.host
ORDER BY CASE WHEN p99_ns IS NULL THEN 1 ELSE 0 END, p99_ns DESC, node
