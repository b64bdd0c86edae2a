-- Receipts of messages that are logged in one line per fragment: complete with the last one. Lines that do not even differ in their time may be one line that is there again.
WITH counted AS (
  SELECT message, node, received_ns, min(sent_ns) AS sent_ns, min(received_ns - sent_ns) AS took_ns, count(*) AS lines
  FROM lines_of_slice
  GROUP BY message, node, received_ns
),
placed AS (
  SELECT a.message, a.node, a.sent_ns, a.received_ns, a.took_ns, a.lines, m.fragments,
    sum(a.lines) OVER (PARTITION BY a.message, a.node ORDER BY a.received_ns) AS upto
  FROM counted AS a
  JOIN messages AS m ON m.message = a.message
),
summed AS (
  SELECT message, node, fragments, CAST(sum(lines) AS BIGINT) AS lines, count(*) AS different,
    -- Fragments may arrive at the same time.
    min(CASE WHEN upto >= fragments THEN received_ns END) AS received_ns,
    min(sent_ns) AS sent_ns, min(took_ns) AS took_ns,
    min(divisor_of(received_ns)) AS divisor_ns
  FROM placed
  GROUP BY message, node, fragments
)
SELECT message, node, lines,
  CASE WHEN lines >= fragments THEN ceil(lines / fragments) END AS copies,
  lines > fragments AND different <= fragments AS repeated,
  received_ns, sent_ns, took_ns, divisor_ns
FROM summed
