#!/usr/bin/env bash
# DuckDB 1.5.6 (@duckdb/node-api 1.5.6-r.1)
#
# A cast of a time to a coarser type truncates or rounds, depending on the pair of types:
# TIMESTAMP_NS to TIMESTAMP and TIMESTAMP to DATE truncate, but TIMESTAMP to TIMESTAMP_MS
# and to TIMESTAMP_S round to nearest. date_trunc always truncates, so the cast to seconds
# and the truncation to seconds differ for half of all times, and a cast to seconds before
# the cast to DATE changes the date in the last half second of a day.
# (TIMESTAMP_NS to TIMESTAMP_MS or _S is rejected.)
#
# Seen: 00:00:01.9 as TIMESTAMP_S        -> 00:00:02   date_trunc: 00:00:01
#       00:00:01.9999 as TIMESTAMP_MS    -> 00:00:02
#       1999999999 ns as TIMESTAMP       -> 00:00:01.999999 (truncated)
#       1970-01-01 23:59:59.9 as DATE    -> 1970-01-01; as TIMESTAMP_S, then DATE: 1970-01-02
#
# Why a p2p lab cares: messages per second are joined with samples of a metrics store, one
# per second. A query that computes the seconds with ::timestamp_s (the obvious type, and
# the one that an Arrow column of seconds becomes) counts half of the messages in the next
# second and joins them with the wrong sample; with date_trunc on the other side of the
# join, they match nothing. Use date_trunc or time_bucket on both sides.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
echo '{"type":"module"}' > package.json
npm install --silent --no-audit --no-fund --no-package-lock @duckdb/node-api@1.5.6-r.1
cat > see.mjs <<'JS'
import { DuckDBInstance } from '@duckdb/node-api'
const db = await (await DuckDBInstance.create(':memory:')).connect()
const day = "'1970-01-01 23:59:59.9'::timestamp"
const expected = [
	["select t::timestamp_s, date_trunc('second', t) from (select '1970-01-01 00:00:01.9'::timestamp t)",
		'1970-01-01 00:00:02,1970-01-01 00:00:01'],
	["select '1970-01-01 00:00:01.9999'::timestamp::timestamp_ms", '1970-01-01 00:00:02'],
	['select make_timestamp_ns(1999999999)::timestamp', '1970-01-01 00:00:01.999999'],
	[`select ${day}::date, ${day}::timestamp_s::date`, '1970-01-01,1970-01-02'],
	[`select count(*) from (select make_timestamp(i * 10000) t from range(1000) r(i))
		where t::timestamp_s <> date_trunc('second', t)`, '500']
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
