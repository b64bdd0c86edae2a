#!/usr/bin/env bash
# DuckDB 1.5.6 (@duckdb/node-api 1.5.6-r.1)
#
# quantile_cont and median of a DECIMAL return the DECIMAL's own type, and the interpolated
# value is truncated (not rounded) to its digits. avg of the same column returns a DOUBLE and
# keeps all digits. A column easily becomes DECIMAL: a literal such as 1.5 is one, and so is
# an integer times such a literal, while an integer divided by an integer is a DOUBLE.
#
# Seen: median of 1.0 and 2.1            -> 1.5  (1.55 as DOUBLE; avg returns 1.55)
#       90 % of DECIMAL(4,0) 1 and 2     -> 1    (1.9 as DOUBLE)
#       median of 1 and 2, as ms * 0.1   -> 0.1  and as ms / 10 -> 0.15
#
# Why a p2p lab cares: delays are whole milliseconds in the logs and are often converted to
# seconds. With "* 0.1" or "* 0.001", every percentile is too close to zero by up to one
# last digit; with "/ 1000" it is right. Two analyses of one run then differ for no reason
# that a diff of their SQL would suggest. Cast to DOUBLE before any quantile.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
echo '{"type":"module"}' > package.json
npm install --silent --no-audit --no-fund --no-package-lock @duckdb/node-api@1.5.6-r.1
cat > see.mjs <<'JS'
import { DuckDBInstance } from '@duckdb/node-api'
const db = await (await DuckDBInstance.create(':memory:')).connect()
const expected = [
	['select typeof(ms * 0.1), typeof(ms / 10) from (values (1)) t(ms)', ['DECIMAL(12,1)', 'DOUBLE']],
	['select median(x), median(x::double), avg(x) from (values (1.0), (2.1)) t(x)', ['1.5', '1.55', '1.55']],
	['select quantile_cont(x, 0.9), quantile_cont(x::double, 0.9) from (values (1::decimal(4, 0)), (2)) t(x)', ['1', '1.9']],
	['select quantile_cont(ms * 0.1, 0.5), round(quantile_cont(ms / 10, 0.5), 6) from (values (1), (2)) t(ms)', ['0.1', '0.15']]
]
for (const [sql, want] of expected) {
	const got = (await db.runAndReadAll(sql)).getRowsJson()[0].map(String)
	console.log(`${sql}\n  -> ${got.join(', ')}`)
	if (String(got) !== String(want)) {
		console.log(`changed: it was ${want.join(', ')}`)
		process.exitCode = 1
	}
}
JS
node see.mjs
