-- Lightpush messages of each server: relayed or not, and latencies to the server and to the first relay node.
WITH pushed AS (
  SELECT stream, id, min(receivedTime) AS got_ns FROM waku_lightpush_received GROUP BY stream, id
),
sent AS (
  SELECT id, min(sentTime) AS sent_ns FROM waku_lightpush_sent GROUP BY id
),
relayed AS (
  SELECT id, min(receivedTime) AS relayed_ns FROM waku_received GROUP BY id
),
refused AS (
  SELECT stream, count(DISTINCT id) AS refusals FROM waku_lightpush_refused GROUP BY stream
),
joined AS (
  SELECT p.stream AS stream, p.id AS id, p.got_ns - s.sent_ns AS way_ns, r.relayed_ns - p.got_ns AS relay_ns
  FROM pushed AS p
  LEFT JOIN sent AS s ON s.id = p.id
  LEFT JOIN relayed AS r ON r.id = p.id
),
ranked AS (
  SELECT stream, id, way_ns, relay_ns,
    row_number() OVER (PARTITION BY stream ORDER BY CASE WHEN way_ns IS NULL THEN 1 ELSE 0 END, way_ns) AS way_place,
    count(way_ns) OVER (PARTITION BY stream) AS way_total,
    row_number() OVER (PARTITION BY stream ORDER BY CASE WHEN relay_ns IS NULL THEN 1 ELSE 0 END, relay_ns) AS relay_place,
    count(relay_ns) OVER (PARTITION BY stream) AS relay_total
  FROM joined
)
SELECT r.stream AS server, count(*) AS message_count, count(r.relay_ns) AS relayed_count,
  count(*) - count(r.relay_ns) AS not_relayed, max(coalesce(f.refusals, 0)) AS refused_count,
  count(r.relay_ns) * 1.0 / count(*) AS success_share,
  min(CASE WHEN r.way_total > 0 AND r.way_place >= 0.50 * r.way_total THEN r.way_ns END) / 1000000.0 AS to_server_p50_ms,
  min(CASE WHEN r.relay_total > 0 AND r.relay_place >= 0.50 * r.relay_total THEN r.relay_ns END) / 1000000.0 AS to_first_relay_p50_ms,
  max(r.relay_ns) / 1000000.0 AS to_first_relay_max_ms
FROM ranked AS r
LEFT JOIN refused AS f ON f.stream = r.stream
GROUP BY r.stream
ORDER BY server
