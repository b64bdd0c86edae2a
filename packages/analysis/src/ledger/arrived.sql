-- Receipts of messages that are logged in one line each. Lines that do not even differ in their time may be one line that is there again.
SELECT message, node, count(*) AS lines, lines AS copies,
  lines > 1 AND min(received_ns) = max(received_ns) AS repeated,
  min(received_ns) AS received_ns, min(sent_ns) AS sent_ns, min(received_ns - sent_ns) AS took_ns,
  min(divisor_of(received_ns)) AS divisor_ns
FROM lines_of_slice
GROUP BY message, node
