-- Missing deliveries by node and interval of 10 s. The remainder is exact, unlike a division of times in ns.
SELECT n.name AS node, (l.published_ns - l.published_ns % 10000000000) / 1000000000 AS second,
  sum(CASE WHEN l.outcome = 'missing' THEN 1 ELSE 0 END) AS missing,
  sum(CASE WHEN l.outcome = 'unobservable' THEN 1 ELSE 0 END) AS unobservable,
  count(*) AS expected
FROM ledger AS l
JOIN nodes AS n ON n.node = l.node
GROUP BY n.name, (l.published_ns - l.published_ns % 10000000000) / 1000000000
ORDER BY node, second
