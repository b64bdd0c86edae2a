-- From each start of interest to the peers found for it, until the next start.
WITH starts AS (
  SELECT stream, serviceId, time,
    lead(time) OVER (PARTITION BY stream, serviceId ORDER BY time) AS next_time
  FROM service_discovery_interest_started
)
SELECT s.stream AS node, s.serviceId AS service,
  count(DISTINCT f.peerId) AS peers,
  min(f.time - s.time) AS first_ns,
  max(f.time - s.time) AS last_ns
FROM starts AS s
LEFT JOIN service_discovery_peer_found AS f
  ON f.stream = s.stream AND f.serviceId = s.serviceId
  AND f.time >= s.time AND (s.next_time IS NULL OR f.time < s.next_time)
GROUP BY s.stream, s.serviceId, s.time
ORDER BY node, service
