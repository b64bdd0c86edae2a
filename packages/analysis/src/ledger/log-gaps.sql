-- Between two sentinels of one boot, fewer lines arrived than were written.
WITH beats AS (
  SELECT stream, boot, time, line, lines,
    lag(time) OVER (PARTITION BY stream, boot ORDER BY lines) AS time_before,
    lag(line) OVER (PARTITION BY stream, boot ORDER BY lines) AS line_before,
    lag(lines) OVER (PARTITION BY stream, boot ORDER BY lines) AS lines_before
  FROM node_sentinel
)
SELECT stream AS node, coalesce(time_before, 0) AS start_ns, time AS end_ns,
  (lines - coalesce(lines_before, 0)) - (line - coalesce(line_before, 1)) AS lost
FROM beats
WHERE (lines - coalesce(lines_before, 0)) > (line - coalesce(line_before, 1))
ORDER BY node, start_ns
