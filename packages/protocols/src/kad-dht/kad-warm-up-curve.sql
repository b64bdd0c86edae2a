-- Number of nodes that had reached each milestone, by seconds from the start of the bootstrap node.
WITH zero AS (
  SELECT coalesce(max(CASE WHEN role = 'RoleBootstrap' THEN time END), min(time)) AS start_ns
  FROM kad_dht_node_started
),
steps AS (
  SELECT stream, 'connected to bootstrap' AS step, max(time) AS done_ns
  FROM kad_dht_bootstrap_connected
  GROUP BY stream
  UNION ALL
  SELECT stream, 'warmed up' AS step, max(time) AS done_ns
  FROM kad_dht_warmup_complete
  GROUP BY stream
),
placed AS (
  SELECT s.step AS step, (s.done_ns - z.start_ns) / 1000000000.0 AS seconds,
    row_number() OVER (PARTITION BY s.step ORDER BY s.done_ns) AS place
  FROM steps AS s CROSS JOIN zero AS z
  WHERE s.done_ns >= z.start_ns
)
SELECT step AS milestone, ceil(seconds) AS second, max(place) AS nodes
FROM placed
GROUP BY step, ceil(seconds)
ORDER BY milestone, second
