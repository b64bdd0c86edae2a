-- Each line that reports a planned message at a planned node.
SELECT
  m.message,
  n.node,
  r.sent_ns,
  r.received_ns
FROM receipts AS r
JOIN nodes AS n ON n.name = r.pod
JOIN messages AS m ON m.id = r.id
