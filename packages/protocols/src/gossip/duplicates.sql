-- Duplicates of each group. The increases between scrapes are summed, because a restart resets the counters.
WITH steps AS (
  SELECT query, node, value, lag(value) OVER (PARTITION BY query, series ORDER BY time) AS earlier
  FROM samples
  WHERE query IN ('received', 'duplicate', 'idontwant-saved')
),
counted AS (
  SELECT node, substr(node, 1, length(node) - position('-' IN reverse(node))) AS node_group,
    sum(CASE WHEN query = 'received' THEN CASE WHEN value >= earlier THEN value - earlier ELSE value END ELSE 0 END) AS fresh,
    sum(CASE WHEN query = 'duplicate' THEN CASE WHEN value >= earlier THEN value - earlier ELSE value END ELSE 0 END) AS copies,
    sum(CASE WHEN query = 'idontwant-saved' THEN CASE WHEN value >= earlier THEN value - earlier ELSE value END ELSE 0 END) AS saved
  FROM steps
  GROUP BY node
),
ranked AS (
  SELECT node_group, fresh, copies, saved,
    CASE WHEN fresh > 0 THEN copies / fresh END AS ratio,
    row_number() OVER (PARTITION BY node_group ORDER BY CASE WHEN fresh > 0 THEN copies / fresh END) AS place,
    sum(CASE WHEN fresh > 0 THEN 1 ELSE 0 END) OVER (PARTITION BY node_group) AS total
  FROM counted
  WHERE fresh > 0
)
SELECT node_group, max(total) AS node_count, sum(fresh) AS received, sum(copies) AS duplicates,
  sum(copies) / sum(fresh) AS duplicates_per_message,
  min(CASE WHEN place >= 0.50 * total THEN ratio END) AS node_p50,
  max(ratio) AS node_max, sum(saved) AS idontwant_saved
FROM ranked
GROUP BY node_group
ORDER BY node_group
