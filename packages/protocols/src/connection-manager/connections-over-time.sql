-- Connected peers of each hub in intervals of ten seconds.
WITH steps AS (
  SELECT stream, (time - time % 10000000000) / 1000000000 AS second, peers AS connected, 1 AS stored, 0 AS dropped
  FROM connection_manager_stored_muxer
  UNION ALL
  SELECT stream, (time - time % 10000000000) / 1000000000 AS second, NULL AS connected, 0 AS stored, 1 AS dropped
  FROM connection_manager_dropping_peer
)
SELECT stream AS hub, second, min(connected) AS connected_min, max(connected) AS connected_max, sum(stored) AS connections, sum(dropped) AS drops
FROM steps
GROUP BY stream, second
ORDER BY hub, second
