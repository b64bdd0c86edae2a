-- Exact percentiles, by rank, of the deliveries that could be measured, and bounds of the percentiles of all deliveries.
WITH arrived AS (
  SELECT latency_ns, error_ns,
    CASE WHEN latency_ns IS NULL OR latency_ns < error_ns THEN 0 ELSE latency_ns - error_ns END AS shortest_ns,
    latency_ns + error_ns AS longest_ns
  FROM ledger
  WHERE outcome = 'delivered' OR outcome = 'duplicate'
),
-- Sorting all deliveries is slow: their milliseconds are counted, and only those that contain a percentile are sorted.
counted AS (
  SELECT floor(latency_ns / 1000000.0) AS latency_ms, floor(shortest_ns / 1000000.0) AS shortest_ms, floor(longest_ns / 1000000.0) AS longest_ms,
    count(*) AS inside, max(latency_ns) AS max_ns, max(shortest_ns) AS max_low_ns, max(longest_ns) AS max_high_ns, max(error_ns) AS error_ns
  FROM arrived
  GROUP BY floor(latency_ns / 1000000.0), floor(shortest_ns / 1000000.0), floor(longest_ns / 1000000.0)
),
totals AS (
  SELECT sum(inside) AS total, sum(CASE WHEN latency_ms IS NULL THEN 0 ELSE inside END) AS timed,
    max(max_ns) AS max_ns, max(max_low_ns) AS max_low_ns, max(max_high_ns) AS max_high_ns, max(error_ns) AS error_ns
  FROM counted
),
places AS (
  SELECT 'latency' AS of, latency_ms AS ms, sum(inside) AS inside FROM counted WHERE latency_ms IS NOT NULL GROUP BY latency_ms
  UNION ALL
  SELECT 'shortest' AS of, shortest_ms AS ms, sum(inside) AS inside FROM counted GROUP BY shortest_ms
  UNION ALL
  SELECT 'longest' AS of, longest_ms AS ms, sum(inside) AS inside FROM counted WHERE longest_ms IS NOT NULL GROUP BY longest_ms
),
summed AS (
  SELECT of, ms, inside, sum(inside) OVER (PARTITION BY of ORDER BY ms) AS upto FROM places
),
wanted AS (
  SELECT s.of AS of, s.ms AS ms, s.upto - s.inside AS below, p.share AS share,
    p.share * CASE WHEN s.of = 'latency' THEN t.timed ELSE t.total END AS place
  FROM summed AS s
  CROSS JOIN (SELECT 0.50 AS share UNION ALL SELECT 0.95 AS share UNION ALL SELECT 0.99 AS share) AS p
  CROSS JOIN totals AS t
  WHERE s.upto >= p.share * CASE WHEN s.of = 'latency' THEN t.timed ELSE t.total END
    AND s.upto - s.inside < p.share * CASE WHEN s.of = 'latency' THEN t.timed ELSE t.total END
),
near AS (
  SELECT latency_ns, shortest_ns, longest_ns
  FROM arrived
  WHERE floor(latency_ns / 1000000.0) IN (SELECT ms FROM wanted WHERE of = 'latency')
    OR floor(shortest_ns / 1000000.0) IN (SELECT ms FROM wanted WHERE of = 'shortest')
    OR floor(longest_ns / 1000000.0) IN (SELECT ms FROM wanted WHERE of = 'longest')
),
sorted AS (
  SELECT k.of AS of, CASE WHEN k.of = 'latency' THEN n.latency_ns WHEN k.of = 'shortest' THEN n.shortest_ns ELSE n.longest_ns END AS value_ns
  FROM near AS n
  CROSS JOIN (SELECT 'latency' AS of UNION ALL SELECT 'shortest' AS of UNION ALL SELECT 'longest' AS of) AS k
),
ranked AS (
  SELECT w.of AS of, w.share AS share, w.place AS wanted_place, s.value_ns AS value_ns,
    w.below + row_number() OVER (PARTITION BY w.of, w.share ORDER BY s.value_ns) AS place
  FROM sorted AS s
  JOIN wanted AS w ON w.of = s.of AND w.ms = floor(s.value_ns / 1000000.0)
),
percentiles AS (
  SELECT of, share, min(value_ns) AS value_ns
  FROM ranked
  WHERE place >= wanted_place
  GROUP BY of, share
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
