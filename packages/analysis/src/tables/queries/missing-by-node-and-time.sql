SELECT n.name AS node, floor(l.published_ns / 10000000000) * 10 AS second,
  sum(CASE WHEN l.outcome = 'missing' THEN 1 ELSE 0 END) AS missing,
  sum(CASE WHEN l.outcome = 'unobservable' THEN 1 ELSE 0 END) AS unobservable,
  count(*) AS expected
FROM ledger AS l
JOIN nodes AS n ON n.node = l.node
GROUP BY n.name, floor(l.published_ns / 10000000000) * 10
ORDER BY node, second
