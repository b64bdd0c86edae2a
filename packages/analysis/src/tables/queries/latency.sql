-- Exact percentiles, by rank, of the deliveries that could be measured, and bounds of the percentiles of all deliveries.
WITH arrived AS (
  SELECT latency_ns, error_ns,
    CASE WHEN latency_ns IS NULL OR latency_ns < error_ns THEN 0 ELSE latency_ns - error_ns END AS shortest_ns,
    latency_ns + error_ns AS longest_ns
  FROM ledger
  WHERE outcome = 'delivered' OR outcome = 'duplicate'
),
-- Sorting all deliveries is slow: their milliseconds are counted, and only those that contain a percentile are sorted.
places AS (
  SELECT 'latency' AS of, ceil(latency_ns / 1000000.0) AS ms, count(*) AS inside, min(latency_ns) AS least_ns, max(latency_ns) AS most_ns, max(error_ns) AS error_ns
  FROM arrived GROUP BY ceil(latency_ns / 1000000.0)
  UNION ALL
  SELECT 'shortest' AS of, ceil(shortest_ns / 1000000.0) AS ms, count(*) AS inside, min(shortest_ns) AS least_ns, max(shortest_ns) AS most_ns, max(error_ns) AS error_ns
  FROM arrived GROUP BY ceil(shortest_ns / 1000000.0)
  UNION ALL
  SELECT 'longest' AS of, ceil(longest_ns / 1000000.0) AS ms, count(*) AS inside, min(longest_ns) AS least_ns, max(longest_ns) AS most_ns, max(error_ns) AS error_ns
  FROM arrived GROUP BY ceil(longest_ns / 1000000.0)
),
totals AS (
  SELECT sum(CASE WHEN of = 'shortest' THEN inside ELSE 0 END) AS total, sum(CASE WHEN of = 'latency' AND ms IS NOT NULL THEN inside ELSE 0 END) AS timed,
    max(CASE WHEN of = 'latency' THEN most_ns END) AS max_ns,
    max(CASE WHEN of = 'shortest' THEN most_ns END) AS max_low_ns,
    max(CASE WHEN of = 'longest' THEN most_ns END) AS max_high_ns, max(error_ns) AS error_ns
  FROM places
),
summed AS (
  SELECT of, ms, inside, least_ns, most_ns, sum(inside) OVER (PARTITION BY of ORDER BY ms) AS upto FROM places WHERE ms IS NOT NULL
),
wanted AS (
  SELECT s.of AS of, s.ms AS ms, s.least_ns AS least_ns, s.most_ns AS most_ns, s.upto - s.inside AS below, p.share AS share,
    p.share * CASE WHEN s.of = 'latency' THEN t.timed ELSE t.total END AS place
  FROM summed AS s
  CROSS JOIN (SELECT 0.50 AS share UNION ALL SELECT 0.95 AS share UNION ALL SELECT 0.99 AS share) AS p
  CROSS JOIN totals AS t
  WHERE s.upto >= p.share * CASE WHEN s.of = 'latency' THEN t.timed ELSE t.total END
    AND s.upto - s.inside < p.share * CASE WHEN s.of = 'latency' THEN t.timed ELSE t.total END
  -- There are no more. Told so, DuckDB does not build the hash table of the join below from all deliveries.
  LIMIT 9
),
-- Equal values, such as many zeros, need no sorting.
near AS (
  SELECT w.of AS of, w.share AS share, w.place AS wanted_place, w.below AS below, a.latency_ns AS value_ns
  FROM arrived AS a JOIN wanted AS w ON w.ms = ceil(a.latency_ns / 1000000.0) WHERE w.of = 'latency' AND w.least_ns < w.most_ns
  UNION ALL
  SELECT w.of AS of, w.share AS share, w.place AS wanted_place, w.below AS below, a.shortest_ns AS value_ns
  FROM arrived AS a JOIN wanted AS w ON w.ms = ceil(a.shortest_ns / 1000000.0) WHERE w.of = 'shortest' AND w.least_ns < w.most_ns
  UNION ALL
  SELECT w.of AS of, w.share AS share, w.place AS wanted_place, w.below AS below, a.longest_ns AS value_ns
  FROM arrived AS a JOIN wanted AS w ON w.ms = ceil(a.longest_ns / 1000000.0) WHERE w.of = 'longest' AND w.least_ns < w.most_ns
),
ranked AS (
  SELECT of, share, wanted_place, value_ns, below + row_number() OVER (PARTITION BY of, share ORDER BY value_ns) AS place
  FROM near
),
percentiles AS (
  SELECT of, share, min(value_ns) AS value_ns
  FROM ranked
  WHERE place >= wanted_place
  GROUP BY of, share
  UNION ALL
  SELECT of, share, least_ns AS value_ns FROM wanted WHERE least_ns = most_ns
)
SELECT
  CASE WHEN max(t.total) > 0 THEN max(t.total) END AS deliveries,
  CASE WHEN max(t.total) > 0 THEN max(t.timed) END AS measured,
  max(CASE WHEN p.of = 'latency' AND p.share = 0.50 THEN p.value_ns END) AS p50_ns,
  max(CASE WHEN p.of = 'latency' AND p.share = 0.95 THEN p.value_ns END) AS p95_ns,
  max(CASE WHEN p.of = 'latency' AND p.share = 0.99 THEN p.value_ns END) AS p99_ns,
  max(t.max_ns) AS max_ns,
  max(CASE WHEN p.of = 'shortest' AND p.share = 0.50 THEN p.value_ns END) AS p50_low_ns,
  max(CASE WHEN p.of = 'shortest' AND p.share = 0.95 THEN p.value_ns END) AS p95_low_ns,
  max(CASE WHEN p.of = 'shortest' AND p.share = 0.99 THEN p.value_ns END) AS p99_low_ns,
  max(t.max_low_ns) AS max_low_ns,
  -- Null: no bound, because too many deliveries could not be measured.
  max(CASE WHEN p.of = 'longest' AND p.share = 0.50 THEN p.value_ns END) AS p50_high_ns,
  max(CASE WHEN p.of = 'longest' AND p.share = 0.95 THEN p.value_ns END) AS p95_high_ns,
  max(CASE WHEN p.of = 'longest' AND p.share = 0.99 THEN p.value_ns END) AS p99_high_ns,
  CASE WHEN max(t.timed) = max(t.total) THEN max(t.max_high_ns) END AS max_high_ns,
  max(t.error_ns) AS error_ns
FROM totals AS t
LEFT JOIN percentiles AS p ON p.share > 0
