-- Why lookups failed, and why probes gave up.
-- Ordered outside of the UNION: ClickHouse takes an ORDER BY there as the last part's alone.
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
