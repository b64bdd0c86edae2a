-- The columns, the form of the times and the order of 10ksim's received.csv.
SELECT r.msgId AS "msgId",
  strftime(make_timestamp_ns(r.current), '%Y-%m-%d %H:%M:%S.%n') AS "timestamp",
  strftime(make_timestamp_ns(r.sentAt), '%Y-%m-%d %H:%M:%S.%n') AS "sentAt",
  r.delayMs AS "delayMs",
  r.stream AS "kubernetes.pod_name",
  n.host AS "kubernetes.pod_node_name"
FROM libp2p_received AS r
LEFT JOIN nodes AS n ON n.name = r.stream
ORDER BY r.msgId, r.current, r.stream
