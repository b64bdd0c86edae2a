-- The columns, the form of the times and the order of 10ksim's sent.csv.
SELECT s.msgId AS "msgId",
  strftime(make_timestamp_ns(s."timestamp"), '%Y-%m-%d %H:%M:%S.%n') AS "timestamp",
  s.stream AS "kubernetes.pod_name",
  n.host AS "kubernetes.pod_node_name"
FROM libp2p_sent AS s
LEFT JOIN nodes AS n ON n.name = s.stream
ORDER BY s.msgId, s."timestamp", s.stream
