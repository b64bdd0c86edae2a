-- Messages during which the publisher's clock was certainly set: offsets for their deliveries on the same machine.
SELECT slot, from_clock, from_clock AS to_clock,
  0 AS before_low, 0 AS before_high, 0 AS before_middle,
  max(-step_high) AS after_low, min(-step_low) AS after_high,
  (max(-step_high) + min(-step_low)) // 2 AS after_middle,
  0 AS step_low, 0 AS step_high
FROM offsets
GROUP BY slot, from_clock
-- All other clocks that show the step agree.
HAVING max(-step_high) <= min(-step_low) AND (max(-step_high) > 0 OR min(-step_low) < 0)
