#!/usr/bin/env bash
# DuckDB 1.5.6 (@duckdb/node-api 1.5.6-r.1)
#
# A column of ISO times in NDJSON becomes a TIMESTAMP only if one of the formats that DuckDB
# tries fits all values: with a fraction or without one, but not a mixture. A mixed column
# silently stays VARCHAR, and min, max and ORDER BY compare characters, where "Z" follows
# ".": a whole second sorts after all fractions of that second. In a CSV file, the same
# values are read as times.
#
# Seen: only 00:00:00Z, or only 00:00:00.500Z -> TIMESTAMP
#       00:00:00Z and 00:00:00.5Z             -> VARCHAR, max is 00:00:00Z
#       the same two in CSV                   -> TIMESTAMP WITH TIME ZONE, max is 00:00:00.5
#
# Why a p2p lab cares: Go's RFC3339Nano omits trailing zeros, so a long log occasionally
# has a line exactly on a whole second. It changes the type of the column: the end of a run
# by max(t) can be up to a second early, and receipts sort before their sending. The log of
# the next run is fine. Specify the type when reading.
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
await db.run("set timezone = 'UTC'")
const whole = '2024-01-01T00:00:00Z'
const half = '2024-01-01T00:00:00.5Z'
const json = values => values.map(t => JSON.stringify({ t })).join('\n')
const files = [
	['whole.ndjson', json([whole]), 'TIMESTAMP,2024-01-01 00:00:00'],
	['milli.ndjson', json(['2024-01-01T00:00:00.500Z']), 'TIMESTAMP,2024-01-01 00:00:00.5'],
	['mixed.ndjson', json([whole, half]), `VARCHAR,${whole}`],
	['mixed.csv', ['t,n', `${whole},1`, `${half},2`].join('\n'), 'TIMESTAMP WITH TIME ZONE,2024-01-01 00:00:00.5+00']
]
for (const [name, text, want] of files) {
	writeFileSync(name, `${text}\n`)
	const got = String((await db.runAndReadAll(`select any_value(typeof(t)), max(t)::varchar from '${name}'`)).getRowsJson()[0])
	console.log(`type and max of ${name} -> ${got}`)
	if (got !== want) {
		console.log(`changed: it was ${want}`)
		process.exitCode = 1
	}
}
JS
node see.mjs
