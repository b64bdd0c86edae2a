SELECT
  stream AS node,
  count(*) AS answers,
  max(tookMs) AS slowest_ms
FROM my_protocol_answered
GROUP BY stream
ORDER BY node
