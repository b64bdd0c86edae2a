-- Undecided pairs that were surely not delivered: at each node, those beyond what its counter has more than its log.
WITH undecided AS (
  SELECT node, count(*) AS pairs
  FROM ledger
  WHERE reason = 'undecided: the node counted messages that its log lacks'
  GROUP BY node
)
SELECT coalesce(sum(CASE WHEN n.counted_partially = 0 AND u.pairs > n.unlogged THEN u.pairs - n.unlogged ELSE 0 END), 0) AS losses
FROM undecided AS u
JOIN nodes AS n ON n.node = u.node
