-- Latency of each edge, from sending to receiving, from the clocks of two machines; slowest first.
WITH passed AS (
  SELECT s.sender AS sender, s.receiver AS receiver, min(r.receivedTime) - min(s.sentTime) AS took_ns
  FROM waku_sent AS s
  JOIN waku_received AS r ON r.id = s.id AND r.sender = s.sender AND r.receiver = s.receiver
  GROUP BY s.id, s.sender, s.receiver
),
ranked AS (
  SELECT sender, receiver, took_ns,
    row_number() OVER (PARTITION BY sender, receiver ORDER BY took_ns) AS place,
    count(*) OVER (PARTITION BY sender, receiver) AS total
  FROM passed
)
SELECT sender, receiver, max(total) AS message_count,
  min(CASE WHEN place >= 0.50 * total THEN took_ns END) / 1000000.0 AS p50_ms,
  max(took_ns) / 1000000.0 AS max_ms
FROM ranked
GROUP BY sender, receiver
ORDER BY p50_ms DESC, sender, receiver
