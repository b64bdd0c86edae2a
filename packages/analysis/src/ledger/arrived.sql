-- Receipts of messages that are logged in one line each. Lines that do not even differ in their time may be one line that is there again.
SELECT message, node, 1 AS fragments, count(*) AS copies, count(*) AS lines,
  count(*) > 1 AND min(received_ns) = max(received_ns) AS repeated,
  min(received_ns) AS received_ns, min(sent_ns) AS sent_ns
FROM arrivals_of_slice
GROUP BY message, node
