#!/usr/bin/env bash
# polars 1.33.1, against duckdb 1.4.1 (PyPI)
#
# Polars widens a sum of 8-bit and 16-bit integers to 64 bits, but keeps a sum of 32-bit
# integers in 32 bits, where it wraps around: the narrower column is safe and the wider one
# is not. The same happens in group_by and in SUM of Polars' own SQL, where DuckDB returns a
# wider type. mean of the same column is right, because it sums doubles. There is no error.
#
# Seen: two values of 1500000000, Int32: sum -> -1294967296, mean -> 1500000000.0
#       SELECT SUM in polars.SQLContext  -> -1294967296; in DuckDB -> 3000000000
#       two values of 30000, Int16: sum  -> 60000 as Int64
#
# Why a p2p lab cares: message sizes and counters are often INT32 in Parquet, to save space.
# The bytes of a topic over all nodes exceed 2 GiB in any large run; the total is then
# negative or, worse, a plausible small number. A short run is right, and so is the mean
# next to the wrong total. Cast to Int64 before sum.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check --only-binary :all: polars==1.33.1 duckdb==1.4.1
cat > see.py <<'PY'
import sys
import duckdb
import polars as pl

frame = pl.DataFrame({
    "node": [1, 1],
    "bytes": pl.Series([1_500_000_000] * 2, dtype=pl.Int32),
    "short": pl.Series([30_000] * 2, dtype=pl.Int16),
})
connection = duckdb.connect()
connection.execute("create table t as select unnest([1500000000, 1500000000])::integer as bytes")
failed = False
for what, got, want in [
    ("Int32 sum", frame["bytes"].sum(), -1294967296),
    ("Int32 sum by group", frame.group_by("node").agg(pl.sum("bytes"))["bytes"].item(), -1294967296),
    ("Int32 SUM in SQL of polars", pl.SQLContext(t=frame).execute("select sum(bytes) from t").collect().item(), -1294967296),
    ("INTEGER SUM in DuckDB", connection.sql("select sum(bytes) from t").fetchone()[0], 3000000000),
    ("Int32 mean", frame["bytes"].mean(), 1500000000.0),
    ("Int16 sum", frame["short"].sum(), 60000),
    ("type of Int16 sum", str(frame.select(pl.sum("short")).schema["short"]), "Int64"),
    ("type of Int32 sum", str(frame.select(pl.sum("bytes")).schema["bytes"]), "Int32"),
]:
    print(f"{what} -> {got}")
    if got != want:
        print(f"changed: it was {want}")
        failed = True
sys.exit(failed)
PY
venv/bin/python see.py
