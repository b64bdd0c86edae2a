-- A trim is a series of drops by one hub, less than a second apart. Reconnecting peers make the hub trim again.
WITH drops AS (
  SELECT stream, peerId, time,
    time - lag(time) OVER (PARTITION BY stream ORDER BY time, line) AS pause_ns
  FROM connection_manager_dropping_peer
),
trims AS (
  SELECT stream, time, time - lag(time) OVER (PARTITION BY stream ORDER BY time) AS since_ns
  FROM drops
  WHERE pause_ns IS NULL OR pause_ns > 1000000000
),
paced AS (
  SELECT stream, since_ns,
    row_number() OVER (PARTITION BY stream ORDER BY since_ns) AS place,
    count(*) OVER (PARTITION BY stream) AS total
  FROM trims
  WHERE since_ns IS NOT NULL
),
pace AS (
  SELECT stream, min(CASE WHEN place >= 0.50 * total THEN since_ns END) / 1000000000.0 AS trim_interval_p50_s
  FROM paced
  GROUP BY stream
),
first_drop AS (
  SELECT stream, peerId, min(time) AS dropped_at
  FROM drops
  GROUP BY stream, peerId
),
returns AS (
  SELECT m.stream AS stream, count(*) AS reconnections, count(DISTINCT m.peerId) AS peers_reconnected
  FROM connection_manager_stored_muxer AS m
  JOIN first_drop AS f ON f.stream = m.stream AND f.peerId = m.peerId
  WHERE m.time > f.dropped_at
  GROUP BY m.stream
),
swing AS (
  SELECT m.stream AS stream, min(m.peers) AS connected_min, max(m.peers) AS connected_max
  FROM connection_manager_stored_muxer AS m
  JOIN (SELECT stream, min(time) AS began FROM drops GROUP BY stream) AS b ON b.stream = m.stream
  WHERE m.time > b.began
  GROUP BY m.stream
),
span AS (
  SELECT stream, (max(time) - min(time)) / 60000000000.0 AS minutes
  FROM connection_manager_stored_muxer
  GROUP BY stream
),
counted AS (
  SELECT t.stream AS stream, count(*) AS trims FROM trims AS t GROUP BY t.stream
),
all_drops AS (
  SELECT stream, count(*) AS drops FROM drops GROUP BY stream
)
SELECT c.stream AS hub, c.trims AS trims, a.drops AS drops, p.trim_interval_p50_s AS trim_interval_p50_s,
  coalesce(r.reconnections, 0) AS reconnections, coalesce(r.peers_reconnected, 0) AS peers_reconnected,
  CASE WHEN s.minutes > 0 THEN coalesce(r.reconnections, 0) / s.minutes END AS reconnections_per_minute,
  w.connected_min AS connected_min_after_first_trim, w.connected_max AS connected_max_after_first_trim
FROM counted AS c
JOIN all_drops AS a ON a.stream = c.stream
LEFT JOIN pace AS p ON p.stream = c.stream
LEFT JOIN returns AS r ON r.stream = c.stream
LEFT JOIN swing AS w ON w.stream = c.stream
LEFT JOIN span AS s ON s.stream = c.stream
ORDER BY hub
