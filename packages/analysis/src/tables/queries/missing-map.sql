-- Missing deliveries by node (at most 50 rows) and by time (at most 60 columns).
WITH bounds AS (
  SELECT min(published_ns) AS first_ns, max(published_ns) - min(published_ns) + 1 AS span_ns,
    max(node) + 1 AS nodes
  FROM ledger
),
placed AS (
  SELECT
    floor(l.node * 1.0 / ceil(b.nodes / 50.0)) AS band,
    ((l.published_ns - b.first_ns) * 60 - (l.published_ns - b.first_ns) * 60 % b.span_ns) / b.span_ns AS tick,
    l.outcome AS outcome, l.published_ns AS published_ns, l.node AS node
  FROM ledger AS l CROSS JOIN bounds AS b
)
SELECT band, tick,
  min(node) AS first_node, max(node) AS last_node, min(published_ns) AS published_ns,
  sum(CASE WHEN outcome = 'missing' THEN 1 ELSE 0 END) AS missing,
  sum(CASE WHEN outcome = 'unobservable' THEN 1 ELSE 0 END) AS unobservable,
  count(*) AS expected
FROM placed
GROUP BY band, tick
ORDER BY band, tick
