SELECT outcome, reason, count(*) AS pairs
FROM ledger
GROUP BY outcome, reason
ORDER BY pairs DESC, outcome, reason
