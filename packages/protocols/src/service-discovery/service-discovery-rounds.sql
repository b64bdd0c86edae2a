-- Rounds of looking for a service, and the maximum number of peers found in one round.
SELECT stream AS node, service AS service_name, count(*) AS rounds,
  sum(CASE WHEN uniquePeers = 0 THEN 1 ELSE 0 END) AS empty_rounds,
  max(uniquePeers) AS peers_max, max(advertisements) AS advertisements_max
FROM service_discovery_lookup_completed
GROUP BY stream, service
ORDER BY node, service_name
