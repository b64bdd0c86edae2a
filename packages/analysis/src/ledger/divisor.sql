-- The power of ten, ns, that divides a time.
CASE
  WHEN time_ns % 1000 <> 0 THEN 1
  WHEN time_ns % 10000 <> 0 THEN 1000
  WHEN time_ns % 100000 <> 0 THEN 10000
  WHEN time_ns % 1000000 <> 0 THEN 100000
  WHEN time_ns % 10000000 <> 0 THEN 1000000
  WHEN time_ns % 100000000 <> 0 THEN 10000000
  WHEN time_ns % 1000000000 <> 0 THEN 100000000
  ELSE 1000000000
END
