-- Memory in bytes, and its growth from the first to the last sample of a node.
WITH placed AS (
  SELECT query, node, value,
    row_number() OVER (PARTITION BY query, node ORDER BY time) AS age,
    count(*) OVER (PARTITION BY query, node) AS total
  FROM samples
  WHERE query IN ('container-memory', 'nim-gc-memory')
),
nodes_of AS (
  SELECT query, substr(node, 1, length(node) - position('-' IN reverse(node))) AS node_group, node,
    max(value) AS most,
    max(CASE WHEN age = total THEN value END) - max(CASE WHEN age = 1 THEN value END) AS growth
  FROM placed
  GROUP BY query, node
),
ranked AS (
  SELECT query, node_group, most, growth,
    row_number() OVER (PARTITION BY query, node_group ORDER BY most) AS most_place,
    row_number() OVER (PARTITION BY query, node_group ORDER BY growth) AS growth_place,
    count(*) OVER (PARTITION BY query, node_group) AS total
  FROM nodes_of
)
SELECT query AS memory, node_group, max(total) AS node_count,
  min(CASE WHEN most_place >= 0.50 * total THEN most END) AS most_p50,
  min(CASE WHEN most_place >= 0.95 * total THEN most END) AS most_p95,
  max(most) AS most_of_all,
  min(CASE WHEN growth_place >= 0.50 * total THEN growth END) AS growth_p50
FROM ranked
GROUP BY query, node_group
ORDER BY memory, node_group
