-- Time from the start of the bootstrap node until a group's nodes had connected to it and had filled their routing tables.
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
grouped AS (
  SELECT substr(s.stream, 1, length(s.stream) - position('-' IN reverse(s.stream))) AS node_group,
    s.step AS step, s.stream AS stream, (s.done_ns - z.start_ns) / 1000000000.0 AS seconds
  FROM steps AS s CROSS JOIN zero AS z
  WHERE s.done_ns >= z.start_ns
),
ranked AS (
  SELECT node_group, step, seconds,
    row_number() OVER (PARTITION BY node_group, step ORDER BY seconds) AS place,
    count(*) OVER (PARTITION BY node_group, step) AS total
  FROM grouped
)
SELECT node_group, step, max(total) AS nodes,
  min(seconds) AS first_s,
  min(CASE WHEN place >= 0.50 * total THEN seconds END) AS p50_s,
  min(CASE WHEN place >= 0.95 * total THEN seconds END) AS p95_s,
  max(seconds) AS last_s
FROM ranked
GROUP BY node_group, step
ORDER BY node_group, step
