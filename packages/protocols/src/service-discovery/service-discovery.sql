-- Searches, one from each start of interest to the next: times to find peers, and number of peers found and expected.
WITH starts AS (
  SELECT stream, serviceId, time,
    lead(time) OVER (PARTITION BY stream, serviceId ORDER BY time) AS next_time
  FROM service_discovery_interest_started
),
found AS (
  SELECT s.stream AS stream, s.serviceId AS serviceId, s.time AS began, f.peerId AS peer, min(f.time) - s.time AS took_ns
  FROM starts AS s
  LEFT JOIN service_discovery_peer_found AS f
    ON f.stream = s.stream AND f.serviceId = s.serviceId
    AND f.time >= s.time AND (s.next_time IS NULL OR f.time < s.next_time)
  GROUP BY s.stream, s.serviceId, s.time, f.peerId
),
ranked AS (
  SELECT stream, serviceId, began, peer, took_ns,
    row_number() OVER (PARTITION BY stream, serviceId, began ORDER BY took_ns) AS place,
    count(peer) OVER (PARTITION BY stream, serviceId, began) AS total
  FROM found
),
zero AS (
  SELECT min(time) AS start_ns FROM service_discovery_interest_started
),
offered AS (
  SELECT serviceId, max(service) AS service, count(DISTINCT stream) AS nodes
  FROM service_discovery_offer
  GROUP BY serviceId
)
SELECT r.stream AS node, coalesce(max(o.service), r.serviceId) AS service, (r.began - min(z.start_ns)) / 1000000000.0 AS began_s,
  max(r.total) AS found_peers,
  max(o.nodes - CASE WHEN own.stream IS NULL THEN 0 ELSE 1 END) AS expected,
  min(r.took_ns) / 1000000.0 AS first_ms,
  min(CASE WHEN r.total > 0 AND r.place >= 0.50 * r.total THEN r.took_ns END) / 1000000.0 AS p50_ms,
  max(r.took_ns) / 1000000.0 AS last_ms,
  min(CASE WHEN r.place = o.nodes - CASE WHEN own.stream IS NULL THEN 0 ELSE 1 END THEN r.took_ns END) / 1000000.0 AS all_ms
FROM ranked AS r
CROSS JOIN zero AS z
LEFT JOIN offered AS o ON o.serviceId = r.serviceId
LEFT JOIN (SELECT DISTINCT stream, serviceId FROM service_discovery_offer) AS own
  ON own.stream = r.stream AND own.serviceId = r.serviceId
GROUP BY r.stream, r.serviceId, r.began
ORDER BY node, service, began_s
