-- How many lookups came how close: 1 is the node truly closest to the target.
SELECT k.rank AS closeness, count(*) AS lookups,
  sum(CASE WHEN k.answered_rank = k.rank THEN 1 ELSE 0 END) AS answered
FROM kad_dht_lookup AS k
WHERE k.rank IS NOT NULL
GROUP BY k.rank
ORDER BY closeness
