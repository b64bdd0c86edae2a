-- Logs against counters, node by node, and who of them lost something.
SELECT name AS node, expected, logged, counted,
  CASE
    WHEN counted IS NULL AND logged < expected THEN 'unknown: no counter to ask'
    WHEN counted IS NULL THEN 'nobody'
    WHEN logged = expected AND counted >= expected THEN 'nobody'
    WHEN logged < counted AND counted >= expected THEN 'collector'
    WHEN logged < counted THEN 'collector and protocol'
    WHEN logged > counted THEN 'scraper'
    ELSE 'protocol'
  END AS loser
FROM nodes
ORDER BY node
