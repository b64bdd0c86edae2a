WITH ranked AS (
  SELECT durationMs,
    (length(peers) - length(replace(peers, '"pid"', ''))) / 5 AS attempted,
    (length(peers) - length(replace(peers, '"responded":"true"', ''))) / 18 AS answered,
    row_number() OVER (ORDER BY durationMs) AS place,
    count(*) OVER () AS total
  FROM kad_dht_lookup_finished
)
SELECT max(total) AS lookups,
  sum(CASE WHEN answered > 0 THEN 1 ELSE 0 END) AS successes,
  sum(CASE WHEN answered > 0 THEN 0 ELSE 1 END) AS timeouts,
  min(CASE WHEN place >= 0.50 * total THEN durationMs END) AS p50_ms,
  min(CASE WHEN place >= 0.95 * total THEN durationMs END) AS p95_ms,
  min(CASE WHEN place >= 0.99 * total THEN durationMs END) AS p99_ms,
  sum(attempted) / max(total) AS attempted_peers_mean,
  sum(answered) / max(total) AS answered_peers_mean
FROM ranked
