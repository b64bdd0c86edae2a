-- Gossip control messages: of all nodes, of the median node, and per received message.
WITH steps AS (
  SELECT query, node, value, lag(value) OVER (PARTITION BY query, series ORDER BY time) AS earlier
  FROM samples
  WHERE query IN ('ihave-recv', 'iwant-sent', 'iwant-recv', 'graft-sent', 'graft-recv', 'prune-sent', 'prune-recv', 'received')
),
counted AS (
  SELECT query, node, sum(CASE WHEN value >= earlier THEN value - earlier ELSE value END) AS grown
  FROM steps
  GROUP BY query, node
),
ranked AS (
  SELECT query, grown,
    row_number() OVER (PARTITION BY query ORDER BY grown) AS place,
    count(*) OVER (PARTITION BY query) AS total
  FROM counted
),
messages_of AS (
  SELECT sum(grown) AS received FROM counted WHERE query = 'received'
)
SELECT r.query AS control, max(r.total) AS node_count, sum(r.grown) AS all_nodes,
  min(CASE WHEN r.place >= 0.50 * r.total THEN r.grown END) AS node_p50,
  max(r.grown) AS node_max,
  sum(r.grown) / max(CASE WHEN m.received > 0 THEN m.received END) AS per_received_message
FROM ranked AS r CROSS JOIN messages_of AS m
WHERE r.query <> 'received'
GROUP BY r.query
ORDER BY control
