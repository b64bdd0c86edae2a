#!/usr/bin/env bash
# Vega 6.4.0 (vega-loader 5.1.3), Node 20
#
# With `"parse": "auto"`, Vega infers a column's type from its values and takes anything for
# a date that Date.parse accepts. V8's Date.parse skips unknown words and reads a lone number
# from 1 to 12 as a month of 2001 (32 to 49 as a year 20xx, 50 to 99 as 19xx, more digits as
# that year). So node names and settings become dates, but only all of a column together: a
# single value that is not a date makes the column strings again.
#
# Seen: relay-1 .. relay-12 -> 12 dates of 2001, relay-1 becomes 978307200000
#       relay-1 .. relay-13 -> strings (no 13th month)
#       "D=6", "D=8" -> dates; "n=100", "n=500" -> dates of the years 100 and 500
#       eu-west-1, us-east-2 -> dates; node_1, node1, pod-13 -> strings
#
# Why a p2p lab cares: a chart of a rehearsal with up to 12 nodes shows 12-digit numbers
# instead of names, and a lookup by name finds nothing; the same chart of the real run, with
# 13 nodes or more, is right. So the small test shows a fault that the large run does not
# have, or with "n=100" the other way round. Always specify `parse` per column.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
echo '{"type":"module"}' > package.json
npm install --silent --no-audit --no-fund --no-package-lock vega@6.4.0 vega-loader@5.1.3
cat > see.mjs <<'JS'
import * as vega from 'vega'
const names = n => Array.from({ length: n }, (_, i) => `relay-${i + 1}`)
const domain = async list => {
	const view = new vega.View(vega.parse({
		data: [{ name: 't', values: ['node', ...list].join('\n'), format: { type: 'csv', parse: 'auto' } }],
		scales: [{ name: 'x', type: 'band', range: 'width', domain: { data: 't', field: 'node' } }]
	}))
	await view.runAsync()
	return view.scale('x').domain()
}
const see = (what, got, want) => {
	console.log(`${what} -> ${got}`)
	if (String(got) !== String(want)) {
		console.log(`changed: it was ${want}`)
		process.exitCode = 1
	}
}
see('axis of 12 relays begins', (await domain(names(12))).slice(0, 2), [978307200000, 980985600000])
see('axis of 13 relays begins', (await domain(names(13))).slice(0, 2), ['relay-1', 'relay-2'])
for (const [list, want] of [
	[['D=6', 'D=8'], 'date'],
	[['n=100', 'n=500'], 'date'],
	[['eu-west-1', 'us-east-2'], 'date'],
	[['pod-13'], 'string'],
	[['node_1', 'node_2'], 'string'],
	[['node1', 'node2'], 'string']
]) see(list.join(', '), vega.inferType(list), want)
JS
TZ=UTC node see.mjs
