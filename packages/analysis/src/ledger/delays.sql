-- Smallest difference of clocks and way between each two machines.
SELECT
  a.host AS from_host,
  b.host AS to_host,
  min(r.received_ns - r.sent_ns) AS delay_ns
FROM arrivals AS r
JOIN nodes AS a ON a.node = r.publisher
JOIN nodes AS b ON b.node = r.node
WHERE r.sent_ns IS NOT NULL AND r.node <> r.publisher
GROUP BY a.host, b.host
