-- A hundred points of the latency distribution of each group of nodes, with finer steps above 99 %.
WITH ranked AS (
  SELECT n."group" AS node_group, l.latency_ns,
    row_number() OVER (PARTITION BY n."group" ORDER BY l.latency_ns) * 1.0
      / count(*) OVER (PARTITION BY n."group") AS portion
  FROM ledger AS l
  JOIN nodes AS n ON n.node = l.node
  WHERE l.latency_ns IS NOT NULL
),
points AS (
  SELECT node_group, latency_ns, portion,
    CASE WHEN portion > 0.99 THEN 100 + ceil((portion - 0.99) * 1000) ELSE ceil(portion * 100) END AS point
  FROM ranked
)
SELECT node_group, max(portion) AS share, max(latency_ns) / 1000000.0 AS latency_ms
FROM points
GROUP BY node_group, point
ORDER BY node_group, share
