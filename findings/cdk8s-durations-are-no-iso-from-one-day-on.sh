#!/usr/bin/env bash
# cdk8s 2.70.0, against luxon 3.7.2, which reads ISO 8601
#
# cdk8s documents Duration.toIsoString and Duration.parse as ISO 8601, but puts days after
# the T, where ISO allows only hours, minutes and seconds: one day is PT1D, and parse
# accepts only that form. So each side rejects the other's durations with days. Hours are
# converted to days: Duration.hours(36) becomes PT1D12H, which is not ISO, instead of
# PT36H, which both sides accept. In addition, toIsoString throws for every duration in
# milliseconds, and parse always returns one: no parsed duration, not even one hour, can
# be written again.
#
# Seen: Duration.days(1).toIsoString()          -> PT1D; luxon: invalid
#       Duration.hours(36).toIsoString()        -> PT1D12H; luxon: invalid
#       Duration.parse('P1D')                   -> Not a valid ISO duration: P1D
#       Duration.parse('PT1H').toIsoString()    -> Unexpected time unit: millis
#
# Why a p2p lab cares: the length of an experiment may be passed from its bundle's
# definition to annotations and environment variables, which programs in Go, Python and
# JavaScript read. Everything works in tests of minutes and hours; the first run of a day
# is rejected, or treated as unlimited. Pass seconds as a number.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
echo '{"type":"module"}' > package.json
npm install --silent --no-audit --no-fund --no-package-lock cdk8s@2.70.0 constructs@10.4.2 luxon@3.7.2
cat > see.mjs <<'JS'
import { Duration } from 'cdk8s'
import * as luxon from 'luxon'
const attempt = f => {
	try {
		return f()
	} catch (error) {
		return error.message
	}
}
const luxonTakes = text => luxon.Duration.fromISO(text).isValid
const see = (what, got, want) => {
	console.log(`${what} -> ${got}`)
	if (got !== want) {
		console.log(`changed: it was ${want}`)
		process.exitCode = 1
	}
}
see('1 hour', Duration.hours(1).toIsoString(), 'PT1H')
see('luxon takes PT1H', luxonTakes('PT1H'), true)
see('1 day', Duration.days(1).toIsoString(), 'PT1D')
see('luxon takes PT1D', luxonTakes('PT1D'), false)
see('luxon takes P1D', luxonTakes('P1D'), true)
see('cdk8s of P1D', attempt(() => Duration.parse('P1D').toSeconds()), 'Not a valid ISO duration: P1D')
see('36 hours', Duration.hours(36).toIsoString(), 'PT1D12H')
see('luxon takes PT1D12H', luxonTakes('PT1D12H'), false)
see('luxon takes PT36H', luxonTakes('PT36H'), true)
see('cdk8s of PT36H', Duration.parse('PT36H').toHours(), 36)
see('PT1H read and written again', attempt(() => Duration.parse('PT1H').toIsoString()), 'Unexpected time unit: millis')
JS
node see.mjs
