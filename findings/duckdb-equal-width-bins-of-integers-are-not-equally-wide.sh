#!/usr/bin/env bash
# DuckDB 1.5.6 (@duckdb/node-api 1.5.6-r.1)
#
# For integers, equi_width_bins(least, greatest, count, nice) computes each upper bound and
# truncates it to an integer, so the bins do not have equal width; if there are more bins
# than values, it returns fewer bins than requested. With doubles, the same call returns
# bins of equal width. histogram counts into these bins, so evenly spread integers look
# like a comb.
#
# Seen: equi_width_bins(0, 10, 4, false)         -> 2, 5, 7, 10
#       the same of doubles                      -> 2.5, 5, 7.5, 10
#       histogram of 1..10 (each once) over them -> 2, 3, 2, 3
#       equi_width_bins(0, 5, 7, false)          -> 0, 1, 2, 3, 4, 5 (6 bins instead of 7)
#
# Why a p2p lab cares: hops, peers in a mesh, duplicates and whole milliseconds are integers
# of small range, where the effect is visible: a uniform distribution appears to have
# several peaks, each half as high again as its neighbours, and the heartbeat seems to be
# the cause. Pass doubles, or a count that divides the range.
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
	['select unnest(equi_width_bins(0, 10, 4, false))', '2,5,7,10'],
	['select unnest(equi_width_bins(0::double, 10::double, 4, false))', '2.5,5,7.5,10'],
	['select unnest(map_values(histogram(x, equi_width_bins(0, 10, 4, false)))) from range(1, 11) t(x)', '2,3,2,3'],
	['select unnest(equi_width_bins(0, 5, 7, false))', '0,1,2,3,4,5']
]
for (const [sql, want] of expected) {
	const got = String((await db.runAndReadAll(sql)).getRowsJson().flat())
	console.log(`${sql}\n  -> ${got}`)
	if (got !== want) {
		console.log(`changed: it was ${want}`)
		process.exitCode = 1
	}
}
JS
node see.mjs
