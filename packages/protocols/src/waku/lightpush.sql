-- Lightpush requests of each server, by protocol version.
-- Output columns must not have the names of input columns, because ClickHouse substitutes aliases for them.
SELECT stream AS server, coalesce(protocol, '') AS protocol_name,
  count(*) AS requests, count(DISTINCT sender) AS clients, count(DISTINCT msgHash) AS messages
FROM waku_lightpush_received
GROUP BY stream, coalesce(protocol, '')
ORDER BY server, protocol_name
