-- Receipts of messages that are logged in one line per fragment: complete with the last one. Lines that do not even differ in their time may be one line that is there again.
WITH counted AS (
  SELECT message, node, received_ns, min(sent_ns) AS sent_ns, count(*) AS lines
  FROM arrivals_of_slice
  GROUP BY message, node, received_ns
),
placed AS (
  SELECT a.message, a.node, a.sent_ns, a.received_ns, a.lines, m.fragments,
    row_number() OVER (PARTITION BY a.message, a.node ORDER BY a.received_ns) AS place,
    sum(a.lines) OVER (PARTITION BY a.message, a.node ORDER BY a.received_ns) AS upto
  FROM counted AS a
  JOIN messages_of_slice AS m ON m.message = a.message
),
summed AS (
  SELECT message, node, fragments, sum(lines) AS lines, count(*) AS different,
    -- Fragments may arrive at the same time.
    min(CASE WHEN upto >= fragments THEN received_ns END) AS received_ns,
    min(sent_ns) AS sent_ns
  FROM placed
  GROUP BY message, node, fragments
)
SELECT message, node, fragments, lines,
  ceil(lines / fragments) AS copies,
  lines > fragments AND different <= fragments AS repeated,
  received_ns, sent_ns
FROM summed
