-- One row per expected (message, node), with its outcome and the reason.
WITH expected AS (
  SELECT
    m.message, n.node, m.publisher, m.result, m.sent_ns AS published_ns, m.intended_ns,
    m.receivers, m.unidentified, m.slot, n.clock AS to_clock, p.clock AS from_clock,
    -- What a node counted beyond its log are other messages, where its sentinels show that no line is lost.
    CASE WHEN coalesce(m.sent_ns, m.intended_ns) < n.complete_until_ns THEN 0 ELSE n.unlogged END AS unlogged
  FROM messages_of_slice AS m
  LEFT JOIN nodes AS p ON p.node = m.publisher
  JOIN audiences AS t ON t.audience = m.audience
  JOIN nodes AS n ON n.node = t.node
  WHERE n.node <> m.publisher
),
silent AS (
  -- Nothing arrives at a pod that is down, whatever its log lacks.
  SELECT DISTINCT m.message, g.node,
    first_value(g.reason) OVER (PARTITION BY m.message, g.node ORDER BY CASE WHEN g.reason = 'pod down' THEN 0 ELSE 1 END, g.reason DESC) AS reason
  FROM messages_of_slice AS m
  JOIN gaps AS g ON g.start_ns <= coalesce(m.sent_ns, m.intended_ns) + 10000000000
    AND g.end_ns > coalesce(m.sent_ns, m.intended_ns)
),
pairs AS (
  SELECT e.*, a.copies, a.repeated, a.lines, a.received_ns, s.reason AS silence,
    a.received_ns - a.sent_ns AS apart_ns,
    r.resolution_ns,
    a.sent_ns IS NULL AS unsent,
    o.slot IS NOT NULL AS measured,
    -- How far the receiver's clock was ahead, as before or as after the message, where the travel time is not negative.
    CASE WHEN a.received_ns - a.sent_ns + r.resolution_ns >= o.before_low THEN o.before_low END AS before_low,
    CASE WHEN a.received_ns - a.sent_ns + r.resolution_ns >= o.before_low THEN o.before_high END AS before_high,
    CASE WHEN a.received_ns - a.sent_ns + r.resolution_ns >= o.before_low THEN o.before_middle END AS before_middle,
    CASE WHEN a.received_ns - a.sent_ns + r.resolution_ns >= o.after_low THEN o.after_low END AS after_low,
    CASE WHEN a.received_ns - a.sent_ns + r.resolution_ns >= o.after_low THEN o.after_high END AS after_high,
    CASE WHEN a.received_ns - a.sent_ns + r.resolution_ns >= o.after_low THEN o.after_middle END AS after_middle,
    -- The same over the whole run.
    c.offset_ns, c.low_ns, c.high_ns, c.gap_ns
  FROM expected AS e
  LEFT JOIN arrived_of_slice AS a ON a.message = e.message AND a.node = e.node
  LEFT JOIN silent AS s ON s.message = e.message AND s.node = e.node
  LEFT JOIN offsets AS o ON o.slot = e.slot AND o.from_clock = e.from_clock AND o.to_clock = e.to_clock
  CROSS JOIN resolution AS r
  LEFT JOIN clocks AS c ON c.from_clock = e.from_clock AND c.to_clock = e.to_clock
),
corrected AS (
  SELECT *,
    CASE WHEN measured THEN least(before_low, after_low) ELSE low_ns END AS least_ns,
    CASE WHEN measured THEN greatest(before_high, after_high) ELSE high_ns END AS most_ns,
    CASE
      WHEN NOT measured THEN offset_ns
      WHEN abs(apart_ns - after_middle) < abs(apart_ns - before_middle) THEN after_middle
      ELSE coalesce(before_middle, after_middle)
    END AS middle_ns
  FROM pairs
),
bounded AS (
  SELECT *,
    CASE
      WHEN apart_ns + resolution_ns < least_ns THEN NULL
      -- A message that was in flight for long may have seen every offset of the run.
      WHEN apart_ns - least_ns > gap_ns THEN apart_ns + resolution_ns - least(least_ns, low_ns)
      ELSE apart_ns + resolution_ns - least_ns
    END AS longest_ns,
    greatest(0, apart_ns - resolution_ns - CASE WHEN apart_ns - least_ns > gap_ns THEN greatest(most_ns, high_ns) ELSE most_ns END) AS shortest_ns
  FROM corrected
),
timed AS (
  SELECT *,
    CASE WHEN longest_ns IS NOT NULL THEN least(longest_ns, greatest(shortest_ns, apart_ns - middle_ns)) END AS latency_ns
  FROM bounded
)
SELECT
  message,
  node,
  CASE
    WHEN copies = 1 THEN 'delivered'
    WHEN copies > 1 THEN 'duplicate'
    WHEN unidentified <> '' THEN 'unobservable'
    WHEN receivers = 0 AND result <> 'acknowledged' AND result <> 'unknown' THEN 'unobservable'
    WHEN silence IS NOT NULL THEN 'unobservable'
    WHEN unlogged > 0 THEN 'unobservable'
    ELSE 'missing'
  END AS outcome,
  CASE
    WHEN copies > 1 AND repeated THEN 'its line is in the log more than once'
    WHEN copies >= 1 THEN ''
    WHEN unidentified <> '' THEN unidentified
    WHEN receivers = 0 AND result <> 'acknowledged' AND result <> 'unknown' THEN 'never published: ' || result
    WHEN silence IS NOT NULL THEN silence
    WHEN unlogged > 0 THEN 'undecided: the node counted messages that its log lacks'
    WHEN lines >= 1 THEN 'incomplete: not all fragments are logged'
    ELSE 'not logged, for no known reason'
  END AS reason,
  CAST(coalesce(copies, 0) AS INTEGER) AS copies,
  coalesce(published_ns, intended_ns) AS published_ns,
  received_ns,
  latency_ns,
  -- While the message was in flight, a clock drifted by up to 1000 ppm.
  greatest(longest_ns - latency_ns, latency_ns - shortest_ns) + longest_ns // 1000 + 1 AS error_ns,
  CASE
    WHEN copies IS NULL OR latency_ns IS NOT NULL THEN ''
    WHEN unsent THEN 'the time of sending is not logged'
    WHEN from_clock IS NULL THEN 'the publisher is not in the plan'
    WHEN measured OR low_ns IS NOT NULL THEN 'a clock was set at that time'
    ELSE 'no messages both ways between the two clocks'
  END AS untimed
FROM timed
