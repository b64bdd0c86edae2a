-- Pushes of each filter server: complete, timed out, durations.
WITH done AS (
  SELECT stream, id, min(time) AS time FROM waku_filter_pushed GROUP BY stream, id
),
late AS (
  SELECT stream, id, max(clients) AS clients FROM waku_filter_timed_out GROUP BY stream, id
),
begun AS (
  SELECT stream, id, min(time) AS time FROM waku_filter_pushing GROUP BY stream, id
),
ranked AS (
  SELECT b.stream AS stream, d.id AS done_id, l.id AS late_id, d.time - b.time AS took_ns,
    row_number() OVER (PARTITION BY b.stream ORDER BY CASE WHEN d.time IS NULL THEN 1 ELSE 0 END, d.time - b.time) AS place,
    count(d.time) OVER (PARTITION BY b.stream) AS total
  FROM begun AS b
  LEFT JOIN done AS d ON d.stream = b.stream AND d.id = b.id
  LEFT JOIN late AS l ON l.stream = b.stream AND l.id = b.id
)
SELECT stream AS server, count(*) AS pushes, count(done_id) AS complete, count(late_id) AS timed_out,
  count(done_id) * 1.0 / count(*) AS complete_share,
  min(CASE WHEN total > 0 AND place >= 0.50 * total THEN took_ns END) / 1000000.0 AS p50_ms,
  min(CASE WHEN total > 0 AND place >= 0.99 * total THEN took_ns END) / 1000000.0 AS p99_ms
FROM ranked
GROUP BY stream
ORDER BY server
