-- Logs against counters, node by node, and what made a log incomplete. A counter includes every
-- message of every topic: if it exceeds what the node's log shows, only part of the excess may be lost lines.
WITH excused AS (
  -- The protocol lost only what the ledger calls missing: sentinels and outages explain the rest.
  SELECT node,
    sum(CASE WHEN outcome = 'missing' THEN 1 ELSE 0 END) AS missing,
    sum(CASE WHEN outcome = 'unobservable' AND reason = 'log gap' THEN 1 ELSE 0 END) AS unlogged,
    max(CASE WHEN outcome = 'unobservable' THEN reason END) AS why
  FROM ledger
  GROUP BY node
)
SELECT n.name AS node, n.expected, n.logged, n.unplanned, n.counted,
  CASE
    WHEN n.counted IS NULL AND n.logged < n.expected THEN 'unknown: no counter'
    WHEN n.counted IS NULL THEN 'none'
    WHEN n.unlogged < 0 THEN 'scraper'
    WHEN n.logged >= n.expected THEN 'none'
    WHEN n.unlogged > 0 AND n.complete_until_ns IS NULL THEN 'undecided'
    WHEN e.missing > 0 THEN 'protocol'
    WHEN e.unlogged > 0 THEN 'collector'
    WHEN e.why LIKE 'undecided%' THEN 'undecided'
    ELSE coalesce(e.why, 'undecided')
  END AS loser
FROM nodes AS n
LEFT JOIN excused AS e ON e.node = n.node
ORDER BY n.node
