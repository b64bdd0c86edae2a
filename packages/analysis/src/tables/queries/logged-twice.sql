-- Nodes of which most deliveries are logged in lines that are there more than once, with the same time.
SELECT n.name AS node
FROM ledger AS l
JOIN nodes AS n ON n.node = l.node
WHERE l.outcome = 'delivered' OR l.outcome = 'duplicate'
GROUP BY n.name
HAVING 2 * sum(CASE WHEN l.outcome = 'duplicate' AND l.reason <> '' THEN 1 ELSE 0 END) > count(*)
ORDER BY n.name
