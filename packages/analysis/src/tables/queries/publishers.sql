-- Results that publishers reported, against what arrived.
SELECT result,
  CASE WHEN receivers > 0 THEN 'received' ELSE 'not received' END AS seen,
  count(*) AS messages,
  CASE
    WHEN result = 'acknowledged' AND receivers = 0 THEN 'protocol'
    WHEN result <> 'acknowledged' AND result <> 'unknown' AND receivers > 0 THEN 'acknowledgement'
    ELSE 'none'
  END AS loser
FROM messages
GROUP BY result, CASE WHEN receivers > 0 THEN 'received' ELSE 'not received' END,
  CASE
    WHEN result = 'acknowledged' AND receivers = 0 THEN 'protocol'
    WHEN result <> 'acknowledged' AND result <> 'unknown' AND receivers > 0 THEN 'acknowledgement'
    ELSE 'none'
  END
ORDER BY result, seen
