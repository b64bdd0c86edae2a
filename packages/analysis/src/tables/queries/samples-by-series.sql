-- Counters by their last value, gauges by their median: one number per series.
WITH ranked AS (
  SELECT query, series, time, value,
    row_number() OVER (PARTITION BY query, series ORDER BY value) AS place,
    row_number() OVER (PARTITION BY query, series ORDER BY time DESC) AS age,
    count(*) OVER (PARTITION BY query, series) AS total
  FROM samples
)
SELECT query, series,
  max(CASE WHEN age = 1 THEN value END) AS last_value,
  min(CASE WHEN place >= 0.5 * total THEN value END) AS median_value,
  min(value) AS min_value,
  max(value) AS max_value
FROM ranked
GROUP BY query, series
ORDER BY query, series
