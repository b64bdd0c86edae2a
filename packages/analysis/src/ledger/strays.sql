-- Lines that report a message or a node outside the plan, and whether the message is in the plan.
SELECT r.pod, r.id, r.received_ns, m.id IS NOT NULL AS planned
FROM receipts AS r
LEFT JOIN nodes AS n ON n.name = r.pod
LEFT JOIN messages AS m ON m.id = r.id
WHERE n.node IS NULL OR m.id IS NULL
