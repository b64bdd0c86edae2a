-- Failures of lookups and probes, by reason.
-- The ORDER BY is outside the UNION, because ClickHouse applies it to the last SELECT only.
WITH failed AS (
  SELECT stream AS node, 'lookup' AS what, error AS reason
  FROM kad_dht_lookup
  WHERE outcome <> 'success'
  UNION ALL
  SELECT stream AS node, 'probe' AS what, coalesce(error, '') AS reason
  FROM kad_dht_probe_failed
)
SELECT node, what, reason, count(*) AS times
FROM failed
GROUP BY node, what, reason
ORDER BY node, what, times DESC, reason
