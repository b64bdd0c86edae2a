-- Nodes that miss messages, the most lossy ones first.
SELECT n.name AS node, n.host AS host,
  count(*) AS expected,
  sum(CASE WHEN l.outcome = 'missing' THEN 1 ELSE 0 END) AS missing,
  sum(CASE WHEN l.outcome = 'unobservable' THEN 1 ELSE 0 END) AS unobservable
FROM ledger AS l
JOIN nodes AS n ON n.node = l.node
GROUP BY n.node, n.name, n.host
HAVING sum(CASE WHEN l.outcome = 'missing' THEN 1 ELSE 0 END) > 0
ORDER BY missing DESC, n.node
