-- Time until a message reached 50, 95 and 100 % of all expected nodes; null: it never did, or the time could not be measured.
WITH ranked AS (
  SELECT message, latency_ns, outcome,
    row_number() OVER (PARTITION BY message ORDER BY coalesce(latency_ns, CAST(4000000000000000000 AS BIGINT))) AS place,
    count(*) OVER (PARTITION BY message) AS total
  FROM ledger
),
counted AS (
  SELECT message,
    max(total) AS expected,
    sum(CASE WHEN outcome = 'delivered' OR outcome = 'duplicate' THEN 1 ELSE 0 END) AS delivered,
    count(latency_ns) AS measured,
    min(CASE WHEN place >= 0.50 * total THEN latency_ns END) AS reach50_ns,
    min(CASE WHEN place >= 0.95 * total THEN latency_ns END) AS reach95_ns,
    min(CASE WHEN place = total THEN latency_ns END) AS reach100_ns
  FROM ranked
  GROUP BY message
)
SELECT
  m.id AS id,
  m.publisher_name AS publisher,
  c.expected AS expected,
  c.delivered AS delivered,
  c.measured AS measured,
  CASE WHEN c.measured = c.delivered THEN c.reach50_ns END AS reach50_ns,
  CASE WHEN c.measured = c.delivered THEN c.reach95_ns END AS reach95_ns,
  CASE WHEN c.measured = c.delivered THEN c.reach100_ns END AS reach100_ns
FROM counted AS c
JOIN messages AS m ON m.message = c.message
ORDER BY m.id
