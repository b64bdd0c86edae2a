-- Exact percentiles by rank: the smallest latency that at least so many do not exceed.
WITH ranked AS (
  SELECT latency_ns, error_ns,
    row_number() OVER (ORDER BY latency_ns) AS place,
    count(*) OVER () AS total
  FROM ledger
  WHERE latency_ns IS NOT NULL
)
SELECT
  max(total) AS deliveries,
  min(CASE WHEN place >= 0.50 * total THEN latency_ns END) AS p50_ns,
  min(CASE WHEN place >= 0.95 * total THEN latency_ns END) AS p95_ns,
  min(CASE WHEN place >= 0.99 * total THEN latency_ns END) AS p99_ns,
  max(latency_ns) AS max_ns,
  max(error_ns) AS error_ns,
  sum(CASE WHEN latency_ns < 0 THEN 1 ELSE 0 END) AS negative
FROM ranked
