-- Messages archived by each store node, of all that relay nodes received or published.
WITH known AS (
  SELECT DISTINCT id FROM (
    SELECT id FROM waku_received UNION ALL SELECT id FROM waku_published
  ) AS seen
),
sizes AS (SELECT count(*) AS messages FROM known),
ranked AS (
  SELECT a.stream AS stream, a.id AS id, k.id AS known_id, a.insertSeconds AS took,
    row_number() OVER (PARTITION BY a.stream ORDER BY CASE WHEN a.insertSeconds IS NULL THEN 1 ELSE 0 END, a.insertSeconds) AS place,
    count(a.insertSeconds) OVER (PARTITION BY a.stream) AS total
  FROM waku_archived AS a
  LEFT JOIN known AS k ON k.id = a.id
),
failed AS (
  SELECT stream, count(*) AS failures FROM waku_archive_failed GROUP BY stream
)
SELECT r.stream AS store, max(s.messages) AS known_messages,
  count(DISTINCT r.id) AS archived, count(DISTINCT r.known_id) AS archived_known,
  max(s.messages) - count(DISTINCT r.known_id) AS not_archived,
  max(coalesce(f.failures, 0)) AS failures,
  min(CASE WHEN r.total > 0 AND r.place >= 0.50 * r.total THEN r.took END) * 1000 AS insert_p50_ms,
  min(CASE WHEN r.total > 0 AND r.place >= 0.99 * r.total THEN r.took END) * 1000 AS insert_p99_ms
FROM ranked AS r
CROSS JOIN sizes AS s
LEFT JOIN failed AS f ON f.stream = r.stream
GROUP BY r.stream
ORDER BY store
