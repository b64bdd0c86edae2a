-- Receipts of messages that are logged in one line per fragment: complete with the last one.
WITH placed AS (
  SELECT a.message, a.node, a.sent_ns, a.received_ns, m.fragments,
    row_number() OVER (PARTITION BY a.message, a.node ORDER BY a.received_ns) AS place
  FROM arrivals_of_slice AS a
  JOIN messages_of_slice AS m ON m.message = a.message
)
SELECT message, node, ceil(count(*) / fragments) AS copies, count(*) AS lines, fragments,
  max(CASE WHEN place = fragments THEN received_ns END) AS received_ns, min(sent_ns) AS sent_ns
FROM placed
GROUP BY message, node, fragments
