-- Why lookups failed, and why probes gave up.
SELECT stream AS node, 'lookup' AS what, error AS reason, count(*) AS times
FROM kad_dht_lookup
WHERE outcome <> 'success'
GROUP BY stream, error
UNION ALL
SELECT stream AS node, 'probe' AS what, coalesce(error, '') AS reason, count(*) AS times
FROM kad_dht_probe_failed
GROUP BY stream, coalesce(error, '')
ORDER BY node, what, times DESC, reason
