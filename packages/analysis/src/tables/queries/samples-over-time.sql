WITH ranked AS (
  SELECT query, time, value,
    row_number() OVER (PARTITION BY query, time ORDER BY value) AS place,
    count(*) OVER (PARTITION BY query, time) AS total
  FROM samples
)
SELECT query, time,
  min(CASE WHEN place >= 0.05 * total THEN value END) AS low,
  min(CASE WHEN place >= 0.50 * total THEN value END) AS middle,
  min(CASE WHEN place >= 0.95 * total THEN value END) AS high
FROM ranked
GROUP BY query, time
ORDER BY query, time
