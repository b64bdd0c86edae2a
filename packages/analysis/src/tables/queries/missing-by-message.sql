-- Messages that some nodes miss, the most lossy ones first, with up to 12 of these nodes: one row per message and node.
WITH counted AS (
  SELECT message,
    min(published_ns) AS published_ns,
    count(*) AS expected,
    sum(CASE WHEN outcome = 'missing' THEN 1 ELSE 0 END) AS missing,
    sum(CASE WHEN outcome = 'unobservable' THEN 1 ELSE 0 END) AS unobservable
  FROM ledger
  GROUP BY message
),
placed AS (
  SELECT message, published_ns, expected, missing, unobservable,
    row_number() OVER (ORDER BY missing DESC, message) AS place
  FROM counted
  WHERE missing > 0
),
lost AS (
  SELECT message, node, row_number() OVER (PARTITION BY message ORDER BY node) AS place
  FROM ledger
  WHERE outcome = 'missing'
)
SELECT p.place AS place, m.id AS id, m.publisher_name AS publisher, p.published_ns AS published_ns,
  p.expected AS expected, p.missing AS missing, p.unobservable AS unobservable, n.name AS node
FROM placed AS p
JOIN lost AS l ON l.message = p.message
JOIN messages AS m ON m.message = p.message
JOIN nodes AS n ON n.node = l.node
WHERE p.place <= 25 AND l.place <= 12
ORDER BY p.place, n.node
