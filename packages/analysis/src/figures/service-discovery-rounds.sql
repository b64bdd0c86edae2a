-- Rounds of looking for a service, and the most peers that one of them found.
SELECT stream AS node, service AS looked_for, count(*) AS rounds,
  sum(CASE WHEN uniquePeers = 0 THEN 1 ELSE 0 END) AS empty_rounds,
  max(uniquePeers) AS most_peers, max(advertisements) AS most_advertisements
FROM service_discovery_lookup_completed
GROUP BY stream, service
ORDER BY node, looked_for
