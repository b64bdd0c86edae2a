-- Connected peers of each hub in steps of ten seconds of the clock.
WITH steps AS (
  SELECT stream, floor(time / 10000000000) * 10 AS second, peers AS connected, 1 AS stored, 0 AS dropped
  FROM connection_manager_stored_muxer
  UNION ALL
  SELECT stream, floor(time / 10000000000) * 10 AS second, NULL AS connected, 0 AS stored, 1 AS dropped
  FROM connection_manager_dropping_peer
)
SELECT stream AS hub, second, min(connected) AS least, max(connected) AS most, sum(stored) AS connections, sum(dropped) AS drops
FROM steps
GROUP BY stream, second
ORDER BY hub, second
