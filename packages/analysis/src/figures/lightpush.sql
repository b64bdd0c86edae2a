-- ClickHouse takes an alias for the column of that name: so the answer has names of its own.
SELECT stream AS server, coalesce(protocol, '') AS spoken,
  count(*) AS requests, count(DISTINCT sender) AS clients, count(DISTINCT msgHash) AS messages
FROM waku_lightpush_received
GROUP BY stream, coalesce(protocol, '')
ORDER BY server, spoken
