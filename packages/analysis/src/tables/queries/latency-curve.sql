-- Two hundred points of the distribution, with finer steps above 99 %.
WITH ranked AS (
  SELECT latency_ns,
    row_number() OVER (ORDER BY latency_ns) AS place,
    count(*) OVER () AS total
  FROM ledger
  WHERE latency_ns IS NOT NULL
),
placed AS (
  SELECT latency_ns, place * 1.0 / total AS share FROM ranked
),
points AS (
  SELECT latency_ns, share,
    CASE WHEN share > 0.99 THEN 200 + ceil((share - 0.99) * 10000) ELSE ceil(share * 200) END AS point
  FROM placed
)
SELECT max(share) AS share, max(latency_ns) AS latency_ns
FROM points
GROUP BY point
ORDER BY share
