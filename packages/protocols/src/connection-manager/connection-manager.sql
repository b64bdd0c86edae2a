-- Each hub's connections compared with its watermarks, and its drops.
WITH hub AS (
  SELECT stream, max(lowWater) AS low_water, max(highWater) AS high_water,
    max(gracePeriodS) AS grace_s, max(maxConnections) AS cap, max(protectedPeers) AS protected_peers
  FROM connection_manager_hub_started
  GROUP BY stream
),
stored AS (
  SELECT m.stream AS stream, m.time AS time, m.peerId AS peer, m.direction AS direction, m.peers AS connected,
    row_number() OVER (PARTITION BY m.stream ORDER BY m.time DESC, m.line DESC) AS age
  FROM connection_manager_stored_muxer AS m
),
joined AS (
  SELECT s.stream AS stream, count(*) AS connections,
    count(DISTINCT s.peer) AS peers,
    count(DISTINCT CASE WHEN s.direction = 'In' THEN s.peer END) AS inbound,
    count(DISTINCT CASE WHEN s.direction = 'Out' THEN s.peer END) AS outbound,
    max(s.connected) AS most,
    max(CASE WHEN s.age = 1 THEN s.connected END) AS last_connected,
    max(CASE WHEN s.age = 1 THEN s.time END) AS last_time,
    sum(CASE WHEN s.connected > h.high_water THEN 1 ELSE 0 END) AS above_high
  FROM stored AS s
  LEFT JOIN hub AS h ON h.stream = s.stream
  GROUP BY s.stream
),
dropped AS (
  SELECT d.stream AS stream, count(*) AS drops, count(DISTINCT d.peerId) AS peers_dropped,
    count(DISTINCT CASE WHEN o.peer IS NOT NULL THEN d.peerId END) AS outbound_dropped,
    sum(CASE WHEN d.time > j.last_time THEN 1 ELSE 0 END) AS drops_after
  FROM connection_manager_dropping_peer AS d
  JOIN joined AS j ON j.stream = d.stream
  LEFT JOIN (SELECT DISTINCT stream, peer FROM stored WHERE direction = 'Out') AS o
    ON o.stream = d.stream AND o.peer = d.peerId
  GROUP BY d.stream
)
SELECT j.stream AS hub, h.low_water AS low_water, h.high_water AS high_water, h.grace_s AS grace_s, h.cap AS cap,
  h.protected_peers AS protected_peers,
  j.connections AS connections, j.peers AS peers, j.inbound AS inbound, j.outbound AS outbound,
  j.most AS connected_max, j.above_high AS above_high,
  coalesce(d.drops, 0) AS drops, coalesce(d.peers_dropped, 0) AS peers_dropped,
  coalesce(d.outbound_dropped, 0) AS outbound_dropped,
  j.last_connected - coalesce(d.drops_after, 0) AS connected_at_end,
  CASE
    WHEN h.low_water IS NULL THEN 'unknown'
    WHEN j.last_connected - coalesce(d.drops_after, 0) > h.high_water THEN 'above'
    WHEN j.last_connected - coalesce(d.drops_after, 0) < h.low_water THEN 'below'
    ELSE 'within'
  END AS watermarks
FROM joined AS j
LEFT JOIN hub AS h ON h.stream = j.stream
LEFT JOIN dropped AS d ON d.stream = j.stream
ORDER BY hub
