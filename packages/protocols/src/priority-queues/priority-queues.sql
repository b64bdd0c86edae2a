-- Queue lengths by priority, overflows, and penalties of slow peers.
WITH steps AS (
  SELECT query, node, series, value, lag(value) OVER (PARTITION BY query, series ORDER BY time) AS earlier
  FROM samples
  WHERE query IN ('queue-high', 'queue-medium', 'queue-low', 'queue-medium-drops', 'queue-low-drops',
    'queue-high-disconnects', 'slow-peer-penalty')
),
grouped AS (
  SELECT query, node, value,
    CASE WHEN value >= earlier THEN value - earlier ELSE value END AS growth,
    substr(node, 1, length(node) - position('-' IN reverse(node))) AS node_group
  FROM steps
),
ranked AS (
  SELECT query, node_group, node, value, growth,
    row_number() OVER (PARTITION BY query, node_group ORDER BY value) AS place,
    count(*) OVER (PARTITION BY query, node_group) AS total
  FROM grouped
)
SELECT node_group, query AS what, count(DISTINCT node) AS node_count,
  min(CASE WHEN place >= 0.50 * total THEN value END) AS sample_p50,
  min(CASE WHEN place >= 0.99 * total THEN value END) AS sample_p99,
  max(value) AS sample_max, min(value) AS sample_min,
  CASE WHEN query IN ('queue-medium-drops', 'queue-low-drops', 'queue-high-disconnects') THEN sum(growth) END AS counted
FROM ranked
GROUP BY node_group, query
ORDER BY node_group, what
