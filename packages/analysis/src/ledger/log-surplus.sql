-- Lines that arrived beyond those that were written, by node: between two sentinels, or sentinels that arrived again.
WITH seen AS (
  SELECT stream, container, boot, lines, min(position) AS position, count(*) AS copies
  FROM node_sentinel
  GROUP BY stream, container, boot, lines
),
counted AS (
  SELECT stream, copies,
    (position - lag(position) OVER boots) - (lines - lag(lines) OVER boots) AS more
  FROM seen
  WINDOW boots AS (PARTITION BY stream, container, boot ORDER BY lines)
)
SELECT stream AS node, sum(CASE WHEN more > 0 THEN more ELSE 0 END + copies - 1) AS lines
FROM counted
GROUP BY stream
HAVING sum(CASE WHEN more > 0 THEN more ELSE 0 END + copies - 1) > 0
ORDER BY node
