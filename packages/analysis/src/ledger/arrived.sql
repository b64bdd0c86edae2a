-- Receipts of messages that are logged in one line each.
SELECT message, node, count(*) AS copies, count(*) AS lines, 1 AS fragments,
  min(received_ns) AS received_ns, min(sent_ns) AS sent_ns
FROM arrivals_of_slice
GROUP BY message, node
