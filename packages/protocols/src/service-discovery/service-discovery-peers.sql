-- Time until each node first found each peer.
SELECT f.stream AS node, f.serviceId AS service, f.peerId AS peer,
  (min(f.time) - min(s.began)) / 1000000.0 AS first_ms, count(DISTINCT f.time) AS times_found
FROM service_discovery_peer_found AS f
JOIN (
  SELECT stream, serviceId, min(time) AS began
  FROM service_discovery_interest_started
  GROUP BY stream, serviceId
) AS s ON s.stream = f.stream AND s.serviceId = f.serviceId
WHERE f.time >= s.began
GROUP BY f.stream, f.serviceId, f.peerId
ORDER BY node, service, first_ms, peer
