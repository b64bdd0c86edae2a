-- Messages by sender and receiver, and how many of them were the receiver's first copy.
WITH ranked AS (
  SELECT stream, sender, msgHash,
    row_number() OVER (PARTITION BY stream, msgHash ORDER BY receivedTime) AS place
  FROM waku_received
)
SELECT sender, stream AS receiver, count(*) AS messages,
  sum(CASE WHEN place = 1 THEN 1 ELSE 0 END) AS first_deliveries
FROM ranked
GROUP BY sender, stream
ORDER BY messages DESC, sender, receiver
