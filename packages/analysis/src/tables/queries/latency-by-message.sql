-- Time until a message has reached 50, 95 and 100 % of all expected nodes; null: it never did.
WITH ranked AS (
  SELECT message, latency_ns,
    row_number() OVER (PARTITION BY message ORDER BY CASE WHEN latency_ns IS NULL THEN 1 ELSE 0 END, latency_ns) AS place,
    count(*) OVER (PARTITION BY message) AS expected
  FROM ledger
)
SELECT
  m.id AS id,
  m.publisher_name AS publisher,
  max(r.expected) AS expected,
  count(r.latency_ns) AS delivered,
  min(CASE WHEN r.place >= 0.50 * r.expected THEN r.latency_ns END) AS reach50_ns,
  min(CASE WHEN r.place >= 0.95 * r.expected THEN r.latency_ns END) AS reach95_ns,
  min(CASE WHEN r.place = r.expected THEN r.latency_ns END) AS reach100_ns
FROM ranked AS r
JOIN messages AS m ON m.message = r.message
GROUP BY m.id, m.publisher_name
ORDER BY m.id
