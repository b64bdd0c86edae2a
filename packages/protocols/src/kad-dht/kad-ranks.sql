-- Number of lookups by the rank of the closest peer found; 1 is the node actually closest to the target.
SELECT k.rank AS closeness, count(*) AS lookups,
  sum(CASE WHEN k.answered_rank = k.rank THEN 1 ELSE 0 END) AS answered
FROM kad_dht_lookup AS k
WHERE k.rank IS NOT NULL
GROUP BY k.rank
ORDER BY closeness
