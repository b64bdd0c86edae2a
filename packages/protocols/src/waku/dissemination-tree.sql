-- Tree of first deliveries: a node's parent is the peer from which it first received a message. Hops are counted from the root.
WITH RECURSIVE arrivals AS (
  SELECT id, receiver, sender, receivedTime,
    row_number() OVER (PARTITION BY id, receiver ORDER BY receivedTime) AS place
  FROM waku_received
),
firsts AS (
  SELECT id, receiver, sender, receivedTime FROM arrivals WHERE place = 1
),
began AS (
  SELECT id, min(receivedTime) AS start_ns FROM firsts GROUP BY id
),
tree AS (
  SELECT f.id AS id, f.receiver AS peer, CAST(1 AS BIGINT) AS hops
  FROM firsts AS f
  LEFT JOIN firsts AS p ON p.id = f.id AND p.receiver = f.sender
  WHERE p.receiver IS NULL
  UNION ALL
  SELECT f.id AS id, f.receiver AS peer, CAST(t.hops + 1 AS BIGINT) AS hops
  FROM tree AS t
  JOIN firsts AS f ON f.id = t.id AND f.sender = t.peer
),
placed AS (
  SELECT t.hops AS hops, f.id AS id, f.receivedTime - b.start_ns AS behind_ns
  FROM firsts AS f
  JOIN began AS b ON b.id = f.id
  LEFT JOIN tree AS t ON t.id = f.id AND t.peer = f.receiver
),
ranked AS (
  SELECT hops, id, behind_ns,
    row_number() OVER (PARTITION BY hops ORDER BY behind_ns) AS place,
    count(*) OVER (PARTITION BY hops) AS total
  FROM placed
)
SELECT hops, count(*) AS deliveries, count(DISTINCT id) AS message_count,
  min(CASE WHEN place >= 0.50 * total THEN behind_ns END) / 1000000.0 AS behind_first_p50_ms,
  max(behind_ns) / 1000000.0 AS behind_first_max_ms
FROM ranked
GROUP BY hops
ORDER BY hops
