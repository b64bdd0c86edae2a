-- Mesh degree as exported by the nodes, and its changes from scrape to scrape.
WITH steps AS (
  SELECT node, time, value,
    abs(value - lag(value) OVER (PARTITION BY node ORDER BY time)) AS change,
    row_number() OVER (PARTITION BY node ORDER BY value) AS place,
    count(*) OVER (PARTITION BY node) AS total
  FROM samples
  WHERE query = 'mesh-peers'
),
nodes_of AS (
  SELECT node, substr(node, 1, length(node) - position('-' IN reverse(node))) AS node_group,
    min(CASE WHEN place >= 0.5 * total THEN value END) AS node_median,
    min(value) AS least, max(value) AS most, sum(change) AS changes,
    (max(time) - min(time)) / 60000000000.0 AS minutes
  FROM steps
  GROUP BY node
),
ranked AS (
  SELECT node_group, node_median, least, most, changes, minutes,
    row_number() OVER (PARTITION BY node_group ORDER BY node_median) AS place,
    count(*) OVER (PARTITION BY node_group) AS total
  FROM nodes_of
)
SELECT node_group, max(total) AS node_count,
  min(least) AS degree_min, min(node_median) AS median_min,
  min(CASE WHEN place >= 0.50 * total THEN node_median END) AS median_p50,
  max(node_median) AS median_max, max(most) AS degree_max,
  sum(CASE WHEN node_median < 4 THEN 1 ELSE 0 END) AS nodes_below_4,
  sum(changes) / sum(CASE WHEN minutes > 0 THEN minutes END) AS changes_per_node_minute
FROM ranked
GROUP BY node_group
ORDER BY node_group
