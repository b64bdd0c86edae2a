#!/usr/bin/env bash
# DuckDB 1.5.6 (@duckdb/node-api 1.5.6-r.1)
#
# A TIMESTAMP_NS stays exact in comparisons, sorting, ASOF joins, min, max and median. But
# all arithmetic with INTERVAL, avg and quantile_cont silently convert it to a TIMESTAMP of
# microseconds and truncate the rest, so t + 0 seconds is not t, and the median differs from
# the 0.5 quantile. In a window frame, only the bound is truncated, not the rows it is
# compared with, so the same frame has a different length from row to row.
#
# Seen: t ...123456789 ns, t + interval '0 seconds' ...123456000 ns, t = that: false
#       median(t) keeps ...789; quantile_cont(t, 0.5) and avg(t) end at ...456
#       rows 400 ns apart, frame of 1 microsecond before: sizes
#       1 2 3 4 5 3 4 5 where 1 2 3 3 3 3 3 3 would be right
#
# Why a p2p lab cares: message logs have nanoseconds, and "receipts up to d after sending"
# is written t <= sent + d: the bound is up to 999 ns too early, so a receipt exactly on it
# is excluded. A join on t + d finds nothing. On one machine, where two hops are some
# hundred ns apart, sliding counts show a pattern that does not exist. Calculate with
# epoch_ns(t), a BIGINT.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
echo '{"type":"module"}' > package.json
npm install --silent --no-audit --no-fund --no-package-lock @duckdb/node-api@1.5.6-r.1
cat > see.mjs <<'JS'
import { DuckDBInstance } from '@duckdb/node-api'
const db = await (await DuckDBInstance.create(':memory:')).connect()
const one = '(select make_timestamp_ns(1700000000123456789) t)'
const expected = [
	[`select epoch_ns(t), epoch_ns(t + interval '0 seconds'), t = t + interval '0 seconds' from ${one}`,
		'1700000000123456789,1700000000123456000,false'],
	[`select epoch_ns(median(t)), epoch_ns(quantile_cont(t, 0.5)), epoch_ns(avg(t)) from ${one}`,
		'1700000000123456789,1700000000123456000,1700000000123456000'],
	[`select string_agg(n, ' ' order by i) from (select i, count(*) over (order by t range between
		interval '1 microsecond' preceding and current row) n
		from (select i, make_timestamp_ns(i * 400) t from range(8) r(i)))`, '1 2 3 4 5 3 4 5'],
	[`select string_agg(n, ' ' order by i) from (select i, count(*) over (order by t range between
		1000 preceding and current row) n from (select i, i * 400 t from range(8) r(i)))`, '1 2 3 3 3 3 3 3']
]
for (const [sql, want] of expected) {
	const got = String((await db.runAndReadAll(sql)).getRowsJson()[0])
	console.log(`${sql}\n  -> ${got}`)
	if (got !== want) {
		console.log(`changed: it was ${want}`)
		process.exitCode = 1
	}
}
JS
node see.mjs
