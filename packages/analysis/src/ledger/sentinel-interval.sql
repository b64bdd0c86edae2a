-- Median interval between two sentinels of one boot.
SELECT CAST(median(time - time_before) AS DOUBLE) AS interval_ns
FROM (
  SELECT time, lag(time) OVER (PARTITION BY stream, boot ORDER BY lines) AS time_before
  FROM node_sentinel
) AS beats
WHERE time_before IS NOT NULL
