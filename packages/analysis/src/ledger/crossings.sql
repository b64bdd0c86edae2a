-- Shortest time of each message (or group) from its publisher's clock to every other clock that also sends, measured by the two clocks.
WITH shortest AS (
  SELECT r.message, b.clock,
    -- At most: a clock may show a time that is by its resolution too early.
    min(r.took_ns) + max(c.resolution_ns) AS took_ns
  FROM arrived AS r
  JOIN nodes AS b ON b.node = r.node
  CROSS JOIN resolution AS c
  WHERE r.took_ns IS NOT NULL AND b.sends = 1
  GROUP BY r.message, b.clock
)
SELECT
  m.slot,
  a.clock AS from_clock,
  s.clock AS to_clock,
  min(s.took_ns) AS took_ns,
  min_by(m.at_ns, s.took_ns) AS at_ns
FROM shortest AS s
JOIN messages AS m ON m.message = s.message
JOIN nodes AS a ON a.node = m.publisher
WHERE a.clock <> s.clock AND a.sends = 1
GROUP BY m.slot, a.clock, s.clock
ORDER BY least(a.clock, s.clock), greatest(a.clock, s.clock), at_ns
