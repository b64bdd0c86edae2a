-- Messages that a checker listed from a store, compared with those that relay nodes received or published.
WITH known AS (
  SELECT DISTINCT id FROM (
    SELECT id FROM waku_received UNION ALL SELECT id FROM waku_published
  ) AS seen
),
sizes AS (SELECT count(*) AS messages FROM known)
SELECT l.stream AS checker, l.line AS answer_line, count(*) AS listed, count(DISTINCT l.id) AS distinct_listed,
  max(s.messages) AS known_messages, count(DISTINCT k.id) AS listed_known,
  max(s.messages) - count(DISTINCT k.id) AS not_listed,
  count(DISTINCT l.id) - count(DISTINCT k.id) AS listed_unknown
FROM waku_store_listing AS l
CROSS JOIN sizes AS s
LEFT JOIN known AS k ON k.id = l.id
GROUP BY l.stream, l.line
ORDER BY checker, answer_line
