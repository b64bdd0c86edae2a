"""The peer: writes one metric to CSV with an outer merge per pod, like 10ksim's analysis."""
import json, sys, time
import pandas

answer = json.load(open(sys.argv[1]))
start = time.perf_counter()
frame = pandas.DataFrame()
for series in answer["data"]["result"]:
    one = pandas.DataFrame(series["values"], columns=["Time", series["metric"]["pod"]])
    one["Time"] = pandas.to_datetime(one["Time"], unit="s")
    frame = pandas.merge(frame, one.set_index("Time"), how="outer", left_index=True, right_index=True)
frame.to_csv(sys.argv[2])
print(time.perf_counter() - start)
