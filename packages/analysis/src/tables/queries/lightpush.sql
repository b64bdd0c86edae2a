SELECT stream AS server, coalesce(protocol, '') AS protocol,
  count(*) AS requests, count(DISTINCT sender) AS clients, count(DISTINCT msgHash) AS messages
FROM waku_lightpush_received
GROUP BY stream, coalesce(protocol, '')
ORDER BY server, protocol
