-- Lookups of each node: outcomes, durations, number of peers tried.
WITH ranked AS (
  SELECT stream, outcome, duration_ms, attempted, answered, rounds,
    row_number() OVER (PARTITION BY stream ORDER BY duration_ms) AS duration_place,
    row_number() OVER (PARTITION BY stream ORDER BY attempted) AS attempted_place,
    row_number() OVER (PARTITION BY stream ORDER BY answered) AS answered_place,
    row_number() OVER (PARTITION BY stream ORDER BY CASE WHEN rounds IS NULL THEN 1 ELSE 0 END, rounds) AS rounds_place,
    count(rounds) OVER (PARTITION BY stream) AS with_rounds,
    count(*) OVER (PARTITION BY stream) AS total
  FROM kad_dht_lookup
)
SELECT stream AS node, max(total) AS lookups,
  sum(CASE WHEN outcome = 'success' THEN 1 ELSE 0 END) AS successes,
  sum(CASE WHEN outcome = 'timeout' THEN 1 ELSE 0 END) AS timeouts,
  sum(CASE WHEN outcome = 'error' THEN 1 ELSE 0 END) AS errors,
  sum(CASE WHEN outcome = 'success' THEN 1.0 ELSE 0.0 END) / max(total) AS success_share,
  min(CASE WHEN duration_place >= 0.50 * total THEN duration_ms END) AS p50_ms,
  min(CASE WHEN duration_place >= 0.95 * total THEN duration_ms END) AS p95_ms,
  min(CASE WHEN duration_place >= 0.99 * total THEN duration_ms END) AS p99_ms,
  max(duration_ms) AS max_ms,
  min(CASE WHEN attempted_place >= 0.50 * total THEN attempted END) AS attempted_p50,
  min(CASE WHEN attempted_place >= 0.95 * total THEN attempted END) AS attempted_p95,
  min(CASE WHEN answered_place >= 0.50 * total THEN answered END) AS answered_p50,
  min(CASE WHEN with_rounds > 0 AND rounds_place >= 0.50 * with_rounds THEN rounds END) AS hops_p50,
  max(rounds) AS hops_max
FROM ranked
GROUP BY stream
ORDER BY node
