-- Each received message as (message, node), with the publisher, which identifies self-deliveries.
SELECT
  m.message,
  n.node,
  m.publisher,
  r.sent_ns,
  r.received_ns
FROM receipts AS r
JOIN nodes AS n ON n.name = r.pod
JOIN messages AS m ON m.id = r.id
