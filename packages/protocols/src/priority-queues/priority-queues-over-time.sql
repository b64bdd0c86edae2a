-- Queue lengths and penalties of the median and the worst node of each group, at each scrape.
WITH grouped AS (
  SELECT query, time, value,
    substr(node, 1, length(node) - position('-' IN reverse(node))) AS node_group
  FROM samples
  WHERE query IN ('queue-high', 'queue-medium', 'queue-low', 'slow-peer-penalty')
),
ranked AS (
  SELECT query, node_group, time, value,
    row_number() OVER (PARTITION BY query, node_group, time ORDER BY value) AS place,
    count(*) OVER (PARTITION BY query, node_group, time) AS total
  FROM grouped
)
SELECT query AS what, node_group, time AS time_ns,
  min(CASE WHEN place >= 0.50 * total THEN value END) AS middle,
  CASE WHEN query = 'slow-peer-penalty' THEN min(value) ELSE max(value) END AS worst
FROM ranked
GROUP BY query, node_group, time
ORDER BY what, node_group, time_ns
