-- How many peers a publish went to, by the node's own word.
SELECT substr(stream, 1, length(stream) - position('-' IN reverse(stream))) AS node_group,
  count(*) AS publishes,
  sum(CASE WHEN res <= 0 THEN 1 ELSE 0 END) AS to_nobody,
  min(res) AS least_peers, avg(res) AS mean_peers, min(meshSize) AS least_mesh
FROM libp2p_publish_result
GROUP BY substr(stream, 1, length(stream) - position('-' IN reverse(stream)))
ORDER BY node_group
