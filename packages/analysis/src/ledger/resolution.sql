-- The coarsest resolution of the times of a node: the power of ten, ns, that divides all of them.
WITH sent AS (
  SELECT message, min(sent_ns) AS sent_ns FROM arrived GROUP BY message
),
times AS (
  SELECT node AS clock, divisor_ns, lines FROM arrived
  UNION ALL
  SELECT m.publisher AS clock, divisor_of(s.sent_ns) AS divisor_ns, 1 AS lines
  FROM sent AS s
  JOIN messages AS m ON m.message = s.message
  WHERE s.sent_ns IS NOT NULL
),
clocks AS (
  SELECT clock, min(divisor_ns) AS resolution_ns, sum(lines) AS seen
  FROM times
  GROUP BY clock
)
-- A few times may be round by chance.
SELECT max(resolution_ns) AS resolution_ns FROM clocks WHERE seen >= 4 AND resolution_ns > 1
