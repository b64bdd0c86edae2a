-- Mesh degree as the nodes report it, and how often it changes from one scrape to the next.
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
    min(CASE WHEN place >= 0.5 * total THEN value END) AS typical,
    min(value) AS least, max(value) AS most, sum(change) AS changes,
    (max(time) - min(time)) / 60000000000.0 AS minutes
  FROM steps
  GROUP BY node
),
ranked AS (
  SELECT node_group, typical, least, most, changes, minutes,
    row_number() OVER (PARTITION BY node_group ORDER BY typical) AS place,
    count(*) OVER (PARTITION BY node_group) AS total
  FROM nodes_of
)
SELECT node_group, max(total) AS node_count,
  min(least) AS least_ever, min(typical) AS least_typical,
  min(CASE WHEN place >= 0.50 * total THEN typical END) AS typical_p50,
  max(typical) AS most_typical, max(most) AS most_ever,
  sum(CASE WHEN typical < 4 THEN 1 ELSE 0 END) AS nodes_below_4,
  sum(changes) / sum(CASE WHEN minutes > 0 THEN minutes END) AS changes_per_node_minute
FROM ranked
GROUP BY node_group
ORDER BY node_group
