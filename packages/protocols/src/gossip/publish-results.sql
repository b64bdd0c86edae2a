-- Number of peers a message was published to, as logged by the publisher.
SELECT substr(stream, 1, length(stream) - position('-' IN reverse(stream))) AS node_group,
  count(*) AS publishes,
  sum(CASE WHEN res <= 0 THEN 1 ELSE 0 END) AS to_no_peers,
  min(res) AS peers_min, avg(res) AS peers_mean, min(meshSize) AS mesh_min
FROM libp2p_publish_result
GROUP BY substr(stream, 1, length(stream) - position('-' IN reverse(stream)))
ORDER BY node_group
