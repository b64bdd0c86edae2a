-- Intervals between two sentinels in which fewer lines arrived than were written, or may have.
WITH seen AS (
  -- A log that is there twice has each of its sentinels twice.
  SELECT stream, container, boot, lines, min(time) AS time, min(position) AS position
  FROM node_sentinel
  GROUP BY stream, container, boot, lines
),
sentinels AS (
  SELECT stream, container, boot, time, position, lines,
    lag(time) OVER boots AS time_before,
    lag(position) OVER boots AS position_before,
    lag(lines) OVER boots AS lines_before,
    lag(time) OVER streams AS stream_time_before,
    lag(container) OVER streams AS stream_container_before,
    lag(position) OVER containers AS other_position_before
  FROM seen
  WINDOW boots AS (PARTITION BY stream, container, boot ORDER BY lines),
    containers AS (PARTITION BY stream, container ORDER BY position),
    streams AS (PARTITION BY stream ORDER BY container, position)
),
counted AS (
  SELECT stream, time,
    coalesce(time_before, stream_time_before, 0) AS time_before,
    -- Lines of an earlier boot in the same file precede the first sentinel of a boot: an unknown number.
    lines_before IS NULL AND (other_position_before IS NOT NULL OR position - 1 > lines)
      -- The lines that a container wrote after its last sentinel are in no count.
      OR stream_container_before <> container AS restarted,
    (lines - coalesce(lines_before, 0)) - (position - coalesce(position_before, other_position_before + 1, 1)) AS lost
  FROM sentinels
)
SELECT stream AS node, time_before AS start_ns, time AS end_ns,
  CASE WHEN lost > 0 THEN lost ELSE 0 END AS lost, lost <= 0 AS uncertain
FROM counted
WHERE lost > 0 OR restarted
ORDER BY node, start_ns
