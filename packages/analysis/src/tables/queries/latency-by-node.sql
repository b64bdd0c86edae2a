-- Latency percentiles per node, over the deliveries whose time could be measured.
WITH counted AS (
  SELECT node, count(*) AS deliveries, count(latency_ns) AS measured, max(latency_ns) AS max_ns,
    CAST(ceil(0.50 * count(latency_ns)) AS BIGINT) AS place50,
    CAST(ceil(0.95 * count(latency_ns)) AS BIGINT) AS place95,
    CAST(ceil(0.99 * count(latency_ns)) AS BIGINT) AS place99
  FROM ledger
  WHERE outcome = 'delivered' OR outcome = 'duplicate'
  GROUP BY node
),
ranked AS (
  SELECT node, latency_ns, row_number() OVER (PARTITION BY node ORDER BY latency_ns) AS place
  FROM ledger
  WHERE latency_ns IS NOT NULL
),
percentiles AS (
  SELECT r.node AS node,
    max(CASE WHEN r.place = c.place50 THEN r.latency_ns END) AS p50_ns,
    max(CASE WHEN r.place = c.place95 THEN r.latency_ns END) AS p95_ns,
    max(CASE WHEN r.place = c.place99 THEN r.latency_ns END) AS p99_ns
  FROM ranked AS r
  JOIN counted AS c ON c.node = r.node
  WHERE r.place = c.place50 OR r.place = c.place95 OR r.place = c.place99
  GROUP BY r.node
)
SELECT
  n.name AS node,
  n.host AS host,
  c.deliveries AS deliveries,
  c.measured AS measured,
  p.p50_ns AS p50_ns,
  p.p95_ns AS p95_ns,
  p.p99_ns AS p99_ns,
  c.max_ns AS max_ns
FROM counted AS c
JOIN nodes AS n ON n.node = c.node
LEFT JOIN percentiles AS p ON p.node = c.node
ORDER BY CASE WHEN p.p99_ns IS NULL THEN 1 ELSE 0 END, p.p99_ns DESC, n.name
