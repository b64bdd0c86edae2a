-- Cumulative distribution of lookup durations in up to 100 points, by outcome.
WITH ranked AS (
  SELECT outcome, duration_ms,
    row_number() OVER (PARTITION BY outcome ORDER BY duration_ms) AS place,
    count(*) OVER (PARTITION BY outcome) AS total
  FROM kad_dht_lookup
),
points AS (
  SELECT outcome, duration_ms, place * 1.0 / total AS portion, ceil(place * 100.0 / total) AS point
  FROM ranked
)
SELECT outcome AS ended, max(portion) AS share, max(duration_ms) AS took_ms
FROM points
GROUP BY outcome, point
ORDER BY ended, share
