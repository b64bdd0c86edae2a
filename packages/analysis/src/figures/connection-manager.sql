-- Each hub: most peers at once, connections, drops.
WITH joined AS (
  SELECT stream, count(*) AS connections,
    sum(CASE WHEN direction = 'In' THEN 1 ELSE 0 END) AS inbound,
    max(peers) AS most_peers
  FROM connection_manager_stored_muxer
  GROUP BY stream
),
dropped AS (
  SELECT stream, count(*) AS drops, count(DISTINCT peerId) AS peers_dropped
  FROM connection_manager_dropping_peer
  GROUP BY stream
)
SELECT j.stream AS hub, j.connections AS connections, j.inbound AS inbound, j.most_peers AS most_peers,
  coalesce(d.drops, 0) AS drops, coalesce(d.peers_dropped, 0) AS peers_dropped
FROM joined AS j
LEFT JOIN dropped AS d ON d.stream = j.stream
ORDER BY hub
