#!/usr/bin/env bash
# pyarrow 21.0.0, against duckdb 1.4.1 and polars 1.33.1 (PyPI)
#
# pyarrow treats 0.0 and -0.0 as equal in comparisons (and so in filters), but as two
# values wherever it hashes: group_by, unique, count_distinct, is_in and joins. DuckDB
# and Polars treat them as one value there. -0.0 occurs in ordinary data: round() of a
# small negative number is -0.0.
#
# Seen: round(-0.0004, 3) -> -0.0
#       [0.0, -0.0] == 0.0    -> true, true;   is_in [0.0] -> true, false
#       distinct values of 0.0, -0.0, 1.0: pyarrow 3, DuckDB 2, polars 2
#       left join on 0.0: pyarrow finds 1 of the 2 zeros, DuckDB and polars both
#
# Why a p2p lab cares: the clocks of nodes differ by microseconds, so delays and offsets
# rounded to milliseconds are -0.0 about as often as 0.0. Grouped in pyarrow, the largest
# bin splits into two halves that print (almost) alike, and a join with a table of bins
# loses one of them. A filter for 0 finds both, so a check by filter reports no problem.
# Add 0.0 after rounding: -0.0 + 0.0 is 0.0.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check --only-binary :all: pyarrow==21.0.0 duckdb==1.4.1 polars==1.33.1
cat > see.py <<'PY'
import sys
import duckdb
import polars as pl
import pyarrow as pa
import pyarrow.compute as pc

x = pc.round(pa.array([0.0004, -0.0004, 1.0]), 3)
table = pa.table({"x": x})
bins = pa.table({"x": pa.array([0.0]), "bin": [7]})
connection = duckdb.connect()
connection.register("t", table)
connection.register("b", bins)
joined = {
    "pyarrow": table.join(bins, "x", join_type="left outer")["bin"].to_pylist(),
    "DuckDB": [row[0] for row in connection.sql("select bin from t left join b using (x)").fetchall()],
    "polars": pl.from_arrow(table).join(pl.from_arrow(bins), on="x", how="left")["bin"].to_list(),
}
failed = False
for what, got, want in [
    ("values", str(x.to_pylist()), "[0.0, -0.0, 1.0]"),
    ("equal to 0.0", pc.equal(x, 0.0).to_pylist(), [True, True, False]),
    ("in [0.0]", pc.is_in(x, pa.array([0.0])).to_pylist(), [True, False, False]),
    ("rows of a filter for 0.0", table.filter(pc.field("x") == 0.0).num_rows, 2),
    ("groups of pyarrow", table.group_by("x").aggregate([("x", "count")]).num_rows, 3),
    ("groups of DuckDB", len(connection.sql("select x, count(*) from t group by x").fetchall()), 2),
    ("groups of polars", pl.from_arrow(table).group_by("x").len().height, 2),
    *[(f"zeros joined by {name}", bins.count(7), 1 if name == "pyarrow" else 2) for name, bins in joined.items()],
    ("groups of pyarrow after + 0.0",
     pa.table({"x": pc.add(x, 0.0)}).group_by("x").aggregate([("x", "count")]).num_rows, 2),
]:
    print(f"{what} -> {got}")
    if got != want:
        print(f"changed: it was {want}")
        failed = True
sys.exit(failed)
PY
venv/bin/python see.py
