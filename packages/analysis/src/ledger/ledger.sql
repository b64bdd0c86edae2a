-- One row per expected (message, node): what became of it, and why.
WITH expected AS (
  SELECT
    m.message, n.node, m.publisher, m.result, m.sent_ns AS published_ns, m.intended_ns,
    m.receivers, m.unidentified, n.host, n.counted_all, p.host AS from_host
  FROM messages_of_slice AS m
  LEFT JOIN nodes AS p ON p.node = m.publisher
  JOIN audiences AS t ON t.audience = m.audience
  JOIN nodes AS n ON n.node = t.node
  WHERE n.node <> m.publisher
),
arrived AS (
  SELECT message, node, count(*) AS copies, min(received_ns) AS received_ns, min(sent_ns) AS sent_ns
  FROM arrivals_of_slice
  GROUP BY message, node
),
silent AS (
  SELECT DISTINCT m.message, g.node, first_value(g.reason) OVER (PARTITION BY m.message, g.node ORDER BY g.reason DESC) AS reason
  FROM messages_of_slice AS m
  JOIN gaps AS g ON g.start_ns <= coalesce(m.sent_ns, m.intended_ns) + 10000000000
    AND g.end_ns > coalesce(m.sent_ns, m.intended_ns)
)
SELECT
  e.message,
  e.node,
  CASE
    WHEN a.copies = 1 THEN 'delivered'
    WHEN a.copies > 1 THEN 'duplicate'
    WHEN e.unidentified <> '' THEN 'unobservable'
    WHEN e.receivers = 0 AND e.result <> 'acknowledged' AND e.result <> 'unknown' THEN 'unobservable'
    WHEN s.reason IS NOT NULL THEN 'unobservable'
    WHEN e.counted_all = 1 THEN 'unobservable'
    ELSE 'missing'
  END AS outcome,
  CASE
    WHEN a.copies >= 1 THEN ''
    WHEN e.unidentified <> '' THEN e.unidentified
    WHEN e.receivers = 0 AND e.result <> 'acknowledged' AND e.result <> 'unknown' THEN 'never published: ' || e.result
    WHEN s.reason IS NOT NULL THEN s.reason
    WHEN e.counted_all = 1 THEN 'log gap: the node counted all messages'
    ELSE 'no line, and nothing excuses it'
  END AS reason,
  CAST(coalesce(a.copies, 0) AS INTEGER) AS copies,
  coalesce(e.published_ns, e.intended_ns) AS published_ns,
  a.received_ns,
  CASE WHEN c.error_ns IS NOT NULL THEN a.received_ns - a.sent_ns - c.offset_ns END AS latency_ns,
  c.error_ns
FROM expected AS e
LEFT JOIN arrived AS a ON a.message = e.message AND a.node = e.node
LEFT JOIN silent AS s ON s.message = e.message AND s.node = e.node
LEFT JOIN clocks AS c ON c.from_host = e.from_host AND c.to_host = e.host AND a.sent_ns IS NOT NULL
