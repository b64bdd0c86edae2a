-- The coarsest resolution of the times of a node: the power of ten, ns, that divides all of them.
WITH times AS (
  SELECT node AS clock, received_ns AS time_ns FROM arrivals
  UNION ALL
  SELECT publisher AS clock, sent_ns AS time_ns
  FROM (SELECT message, publisher, min(sent_ns) AS sent_ns FROM arrivals GROUP BY message, publisher) AS sent
  WHERE sent_ns IS NOT NULL
),
divided AS (
  SELECT clock,
    CASE
      WHEN time_ns % 1000 <> 0 THEN 1
      WHEN time_ns % 10000 <> 0 THEN 1000
      WHEN time_ns % 100000 <> 0 THEN 10000
      WHEN time_ns % 1000000 <> 0 THEN 100000
      WHEN time_ns % 10000000 <> 0 THEN 1000000
      WHEN time_ns % 100000000 <> 0 THEN 10000000
      WHEN time_ns % 1000000000 <> 0 THEN 100000000
      ELSE 1000000000
    END AS divisor_ns
  FROM times
),
clocks AS (
  SELECT clock, min(divisor_ns) AS resolution_ns, count(*) AS seen
  FROM divided
  GROUP BY clock
)
-- A few times may be round by chance.
SELECT max(resolution_ns) AS resolution_ns FROM clocks WHERE seen >= 4 AND resolution_ns > 1
