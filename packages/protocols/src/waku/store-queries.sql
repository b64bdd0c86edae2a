-- Queries of each store node, and their response times.
WITH paired AS (
  SELECT q.stream AS stream, q.client AS client, a.messages AS messages, a.time - q.time AS took_ns
  FROM waku_store_queried AS q
  LEFT JOIN waku_store_answered AS a ON a.stream = q.stream AND a.requestId = q.requestId
),
ranked AS (
  SELECT stream, client, messages, took_ns,
    row_number() OVER (PARTITION BY stream ORDER BY CASE WHEN took_ns IS NULL THEN 1 ELSE 0 END, took_ns) AS place,
    count(took_ns) OVER (PARTITION BY stream) AS total
  FROM paired
),
failed AS (
  SELECT stream, count(*) AS failures FROM waku_store_query_failed GROUP BY stream
)
SELECT r.stream AS store, count(*) AS queries, count(DISTINCT r.client) AS clients,
  max(r.total) AS answered, max(coalesce(f.failures, 0)) AS failures, sum(r.messages) AS messages_sent,
  min(CASE WHEN r.total > 0 AND r.place >= 0.50 * r.total THEN r.took_ns END) / 1000000.0 AS p50_ms,
  min(CASE WHEN r.total > 0 AND r.place >= 0.99 * r.total THEN r.took_ns END) / 1000000.0 AS p99_ms
FROM ranked AS r
LEFT JOIN failed AS f ON f.stream = r.stream
GROUP BY r.stream
ORDER BY store
