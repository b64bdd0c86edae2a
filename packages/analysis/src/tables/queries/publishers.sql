-- The publisher's word against what arrived.
SELECT result,
  CASE WHEN receivers > 0 THEN 'arrived' ELSE 'nowhere' END AS seen,
  count(*) AS messages,
  CASE
    WHEN result = 'acknowledged' AND receivers = 0 THEN 'protocol'
    WHEN result <> 'acknowledged' AND result <> 'unknown' AND receivers > 0 THEN 'acknowledgement'
    ELSE 'nobody'
  END AS loser
FROM messages
GROUP BY result, CASE WHEN receivers > 0 THEN 'arrived' ELSE 'nowhere' END,
  CASE
    WHEN result = 'acknowledged' AND receivers = 0 THEN 'protocol'
    WHEN result <> 'acknowledged' AND result <> 'unknown' AND receivers > 0 THEN 'acknowledgement'
    ELSE 'nobody'
  END
ORDER BY result, seen
