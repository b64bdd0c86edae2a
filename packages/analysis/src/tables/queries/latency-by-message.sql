-- Time until a message reached 50, 95 and 100 % of all expected nodes; null: it never did, or the time could not be measured.
WITH counted AS (
  SELECT message, count(*) AS expected, count(latency_ns) AS measured,
    sum(CASE WHEN outcome = 'delivered' OR outcome = 'duplicate' THEN 1 ELSE 0 END) AS delivered,
    CAST(ceil(0.50 * count(*)) AS BIGINT) AS place50,
    CAST(ceil(0.95 * count(*)) AS BIGINT) AS place95
  FROM ledger
  GROUP BY message
),
ranked AS (
  SELECT message, latency_ns,
    row_number() OVER (PARTITION BY message ORDER BY coalesce(latency_ns, CAST(4000000000000000000 AS BIGINT))) AS place
  FROM ledger
),
reached AS (
  SELECT r.message AS message,
    max(CASE WHEN r.place = c.place50 THEN r.latency_ns END) AS reach50_ns,
    max(CASE WHEN r.place = c.place95 THEN r.latency_ns END) AS reach95_ns,
    max(CASE WHEN r.place = c.expected THEN r.latency_ns END) AS reach100_ns
  FROM ranked AS r
  JOIN counted AS c ON c.message = r.message
  WHERE r.place = c.place50 OR r.place = c.place95 OR r.place = c.expected
  GROUP BY r.message
)
SELECT
  m.id AS id,
  m.publisher_name AS publisher,
  c.expected AS expected,
  c.delivered AS delivered,
  c.measured AS measured,
  CASE WHEN c.measured = c.delivered THEN r.reach50_ns END AS reach50_ns,
  CASE WHEN c.measured = c.delivered THEN r.reach95_ns END AS reach95_ns,
  CASE WHEN c.measured = c.delivered THEN r.reach100_ns END AS reach100_ns
FROM counted AS c
JOIN messages AS m ON m.message = c.message
JOIN reached AS r ON r.message = c.message
ORDER BY m.id
