#!/usr/bin/env bash
# DuckDB 1.5.6 (@duckdb/node-api 1.5.6-r.1)
#
# DuckDB has UBIGINT and HUGEINT, and detects HUGEINT for unsigned 64-bit numbers in NDJSON
# and for literals in SQL. Reading CSV, it tries BIGINT and then DOUBLE: one id of 2^63 or
# more makes the whole column DOUBLE, in which neighbouring ids (within about 2048 at that
# size) become one value. Nothing is reported.
#
# Seen: 9223372036854775809, 9223372036854775810 and 17
#         NDJSON -> HUGEINT, 3 distinct values
#         CSV    -> DOUBLE, 2 distinct values
#       ids 1700000000123456789 and ...790 together with one of 2^63:
#         CSV    -> 1 distinct value for the two; without the large one BIGINT and 2
#
# Why a p2p lab cares: sequence numbers of gossipsub are unsigned 64-bit integers.
# js-libp2p starts them at the time in nanoseconds, below 2^63; another client may start
# anywhere. One such peer in the log makes the numbers of all others collide (256 to one),
# so messages count as duplicates although none was sent twice. The same happens to trace
# and span ids stored as numbers. The same log as NDJSON is right.
# Read CSV with types = {'id': 'UBIGINT'}.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
echo '{"type":"module"}' > package.json
npm install --silent --no-audit --no-fund --no-package-lock @duckdb/node-api@1.5.6-r.1
cat > see.mjs <<'JS'
import { writeFileSync } from 'node:fs'
import { DuckDBInstance } from '@duckdb/node-api'
const db = await (await DuckDBInstance.create(':memory:')).connect()
const large = ['9223372036854775809', '9223372036854775810', '17']
const times = ['1700000000123456789', '1700000000123456790']
const csv = ids => ['id,n', ...ids.map((id, i) => `${id},${i}`)].join('\n')
const files = [
	['large.ndjson', large.map(id => `{"id":${id}}`).join('\n'), 'HUGEINT,3'],
	['large.csv', csv(large), 'DOUBLE,2'],
	['times.csv', csv(times), 'BIGINT,2'],
	['mixed.csv', csv([...times, '9223372036854775808']), 'DOUBLE,2'],
	['mixed.ndjson', [...times, '9223372036854775808'].map(id => `{"id":${id}}`).join('\n'), 'HUGEINT,3']
]
for (const [name, text, want] of files) {
	writeFileSync(name, `${text}\n`)
	const got = String((await db.runAndReadAll(`select any_value(typeof(id)), count(distinct id) from '${name}'`)).getRowsJson()[0])
	console.log(`type and distinct ids of ${name} -> ${got}`)
	if (got !== want) {
		console.log(`changed: it was ${want}`)
		process.exitCode = 1
	}
}
JS
node see.mjs
