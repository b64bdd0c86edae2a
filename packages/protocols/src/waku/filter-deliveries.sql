-- Messages received by each filter client, of all that relay nodes received, and their latency after the first relay node's receipt.
WITH known AS (
  SELECT id, min(receivedTime) AS start_ns FROM waku_received GROUP BY id
),
sizes AS (SELECT count(*) AS messages FROM known),
firsts AS (
  SELECT stream, id, min(time) AS time, count(*) AS copies FROM waku_filter_received GROUP BY stream, id
),
ranked AS (
  SELECT f.stream AS stream, f.copies AS copies, k.id AS known_id, f.time - k.start_ns AS behind_ns,
    row_number() OVER (PARTITION BY f.stream ORDER BY CASE WHEN k.id IS NULL THEN 1 ELSE 0 END, f.time - k.start_ns) AS place,
    count(k.id) OVER (PARTITION BY f.stream) AS total
  FROM firsts AS f
  LEFT JOIN known AS k ON k.id = f.id
)
SELECT r.stream AS client, max(s.messages) AS known_messages, count(r.known_id) AS got,
  max(s.messages) - count(r.known_id) AS missed, sum(r.copies) - count(*) AS duplicates,
  min(CASE WHEN r.total > 0 AND r.place >= 0.50 * r.total THEN r.behind_ns END) / 1000000.0 AS p50_ms,
  min(CASE WHEN r.total > 0 AND r.place >= 0.95 * r.total THEN r.behind_ns END) / 1000000.0 AS p95_ms,
  max(r.behind_ns) / 1000000.0 AS max_ms
FROM ranked AS r CROSS JOIN sizes AS s
GROUP BY r.stream
ORDER BY client
