SELECT m.id AS id, n.name AS node, l.reason AS reason
FROM ledger AS l
JOIN nodes AS n ON n.node = l.node
JOIN messages AS m ON m.message = l.message
WHERE l.outcome = 'missing'
ORDER BY m.id, n.node
