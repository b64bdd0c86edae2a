-- Traffic in bytes per second: the mean of each node over the run, then percentiles over the nodes.
WITH nodes_of AS (
  SELECT query, node, avg(value) AS mean_rate, max(value) AS peak
  FROM samples
  WHERE query IN ('libp2p-in', 'libp2p-out', 'container-recv', 'container-sent')
  GROUP BY query, node
),
ranked AS (
  SELECT query, mean_rate, peak,
    row_number() OVER (PARTITION BY query ORDER BY mean_rate) AS place,
    count(*) OVER (PARTITION BY query) AS total
  FROM nodes_of
)
SELECT query AS traffic, max(total) AS node_count,
  min(CASE WHEN place >= 0.50 * total THEN mean_rate END) AS node_p50,
  min(CASE WHEN place >= 0.95 * total THEN mean_rate END) AS node_p95,
  max(mean_rate) AS node_max, max(peak) AS peak_rate, sum(mean_rate) AS all_nodes
FROM ranked
GROUP BY query
ORDER BY traffic
