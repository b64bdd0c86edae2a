-- Peers found by lookups, compared with the run's nodes that are actually closest to the target.
WITH judged AS (
  SELECT stream, rank, answered_rank, closest_found, closest_all, success_place, returned_place,
    row_number() OVER (PARTITION BY stream ORDER BY rank) AS rank_place,
    row_number() OVER (PARTITION BY stream ORDER BY CASE WHEN answered_rank IS NULL THEN 1 ELSE 0 END, answered_rank) AS answered_place,
    count(answered_rank) OVER (PARTITION BY stream) AS with_answer,
    count(*) OVER (PARTITION BY stream) AS total
  FROM kad_dht_lookup
  WHERE rank IS NOT NULL
),
every AS (
  SELECT stream, count(*) AS lookups, max(known_nodes) AS nodes
  FROM kad_dht_lookup
  GROUP BY stream
)
SELECT e.stream AS node, e.lookups AS lookups, e.nodes AS nodes,
  max(j.total) AS lookups_ranked,
  sum(CASE WHEN j.rank = 1 THEN 1 ELSE 0 END) AS found_closest,
  sum(CASE WHEN j.answered_rank = 1 THEN 1 ELSE 0 END) AS closest_answered,
  min(CASE WHEN j.rank_place >= 0.50 * j.total THEN j.rank END) AS rank_p50,
  min(CASE WHEN j.rank_place >= 0.95 * j.total THEN j.rank END) AS rank_p95,
  max(j.rank) AS rank_max,
  min(CASE WHEN j.with_answer > 0 AND j.answered_place >= 0.50 * j.with_answer THEN j.answered_rank END) AS answered_rank_p50,
  sum(j.closest_found * 1.0) / sum(j.closest_all) AS found_of_20_closest,
  sum(j.success_place * 1.0) / count(j.success_place) AS success_place_mean,
  sum(j.returned_place * 1.0) / count(j.returned_place) AS returned_place_mean
FROM every AS e
JOIN judged AS j ON j.stream = e.stream
GROUP BY e.stream, e.lookups, e.nodes
ORDER BY node
