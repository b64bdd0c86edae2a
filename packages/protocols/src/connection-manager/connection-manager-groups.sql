-- Drops and reconnections at each hub, by the peers' group of pods: protected peers, late peers, abusers, others.
WITH peer AS (
  SELECT peerId, max(substr(stream, 1, length(stream) - position('-' IN reverse(stream)))) AS peer_group
  FROM connection_manager_peer_started
  GROUP BY peerId
  UNION ALL
  SELECT peerId, 'hub' AS peer_group
  FROM connection_manager_hub_started
  GROUP BY peerId
),
hub AS (
  SELECT stream, max(gracePeriodS) AS grace_s
  FROM connection_manager_hub_started
  GROUP BY stream
),
stored AS (
  SELECT stream, peerId, min(direction) AS direction, count(*) AS times, max(time) AS last_time
  FROM connection_manager_stored_muxer
  GROUP BY stream, peerId
),
connected_before AS (
  SELECT d.stream AS stream, d.peerId AS peerId, d.time AS drop_time, max(m.time) AS since
  FROM connection_manager_dropping_peer AS d
  JOIN connection_manager_stored_muxer AS m ON m.stream = d.stream AND m.peerId = d.peerId
  WHERE m.time <= d.time
  GROUP BY d.stream, d.peerId, d.time
),
dropped AS (
  SELECT c.stream AS stream, c.peerId AS peerId, count(*) AS drops, max(c.drop_time) AS last_drop,
    sum(CASE WHEN h.grace_s > 0 AND c.drop_time - c.since < h.grace_s * 1000000000 THEN 1 ELSE 0 END) AS within_grace
  FROM connected_before AS c
  LEFT JOIN hub AS h ON h.stream = c.stream
  GROUP BY c.stream, c.peerId
)
SELECT s.stream AS hub, coalesce(p.peer_group, 'unknown') AS pod_group, s.direction AS direction,
  count(*) AS peers,
  sum(s.times) AS connections,
  sum(CASE WHEN d.drops IS NULL THEN 1 ELSE 0 END) AS never_dropped,
  sum(CASE WHEN d.drops > 0 THEN 1 ELSE 0 END) AS peers_dropped,
  sum(CASE WHEN d.drops > 0 AND s.last_time > d.last_drop THEN 1 ELSE 0 END) AS reconnected,
  sum(coalesce(d.drops, 0)) AS drops,
  sum(coalesce(d.within_grace, 0)) AS drops_within_grace
FROM stored AS s
LEFT JOIN peer AS p ON p.peerId = s.peerId
LEFT JOIN dropped AS d ON d.stream = s.stream AND d.peerId = s.peerId
GROUP BY s.stream, coalesce(p.peer_group, 'unknown'), s.direction
ORDER BY hub, pod_group, direction
