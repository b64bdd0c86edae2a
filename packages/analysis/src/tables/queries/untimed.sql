-- Deliveries whose time could not be measured, and why.
SELECT p.host AS from_host, n.host AS to_host, l.untimed AS reason, count(*) AS deliveries
FROM ledger AS l
JOIN messages AS m ON m.message = l.message
JOIN nodes AS n ON n.node = l.node
LEFT JOIN nodes AS p ON p.node = m.publisher
WHERE l.untimed <> ''
GROUP BY p.host, n.host, l.untimed
ORDER BY deliveries DESC, from_host, to_host, reason
