#!/usr/bin/env bash
# cdk8s 2.70.0 (yaml 2 set to version 1.1), against sigs.k8s.io/yaml v1.6.0, with which
# kubectl, Helm and Fleet read manifests
#
# Include adds a manifest to a cdk8s chart. It reads YAML strictly by version 1.1, while
# the Kubernetes tools use their own mixture of versions; the values then pass through
# JavaScript numbers and dates. Afterwards the same valid file has different values,
# without any message.
#
# Seen, by kubectl's reader | after Include:
#   12:30:00                        "12:30:00"           | 45000 (base 60)
#   9223372036854775807             the same             | 9223372036854776000
#   2024-01-01                      "2024-01-01"         | "2024-01-01T00:00:00.000Z"
#   2024-01-01T00:00:00.123456789Z  all nine digits      | .123Z
#   0o17                            15                   | "0o17"
#
# Why a p2p lab cares: third-party manifests enter the bundles this way. The largest int64
# is a common way to write "no limit"; rounded up, it is no longer an int64. Schedules,
# dates of versions and file modes in custom resources are changed, and included files are
# rarely compared with upstream. Pass such files through unchanged.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
echo '{"type":"module"}' > package.json
npm install --silent --no-audit --no-fund --no-package-lock cdk8s@2.70.0 constructs@10.4.2
cat > in.yaml <<'YAML'
apiVersion: example.org/v1
kind: Settings
metadata: {name: a}
spec:
  clock: 12:30:00
  largest: 9223372036854775807
  day: 2024-01-01
  instant: 2024-01-01T00:00:00.123456789Z
  mode: 0o17
YAML
mkdir reader
cat > reader/go.mod <<'GO'
module reader

go 1.22

require sigs.k8s.io/yaml v1.6.0

require go.yaml.in/yaml/v2 v2.4.2
GO
cat > reader/main.go <<'GO'
package main

import (
	"fmt"
	"os"

	"sigs.k8s.io/yaml"
)

func main() {
	text, err := os.ReadFile(os.Args[1])
	if err != nil {
		panic(err)
	}
	json, err := yaml.YAMLToJSON(text)
	if err != nil {
		panic(err)
	}
	fmt.Println(string(json))
}
GO
cat > include.mjs <<'JS'
import { Chart, Include, Testing } from 'cdk8s'
const chart = new Chart(Testing.app(), 'chart')
new Include(chart, 'include', { url: process.argv[2] })
const { clock, day, instant, largest, mode } = Testing.synth(chart)[0].spec
console.log(JSON.stringify({ clock, day, instant, largest, mode }))
JS
kubectl=$(cd reader && GOFLAGS=-mod=mod go run . ../in.yaml | sed 's/.*"spec":\({[^}]*}\).*/\1/')
include=$(node include.mjs "$dir/in.yaml")
printf 'kubectl reads %s\ncdk8s takes in %s\n' "$kubectl" "$include"
failed=0
want='{"clock":"12:30:00","day":"2024-01-01","instant":"2024-01-01T00:00:00.123456789Z","largest":9223372036854775807,"mode":15}'
[ "$kubectl" = "$want" ] || { echo "changed: kubectl's reader gave $want"; failed=1; }
want='{"clock":45000,"day":"2024-01-01T00:00:00.000Z","instant":"2024-01-01T00:00:00.123Z","largest":9223372036854776000,"mode":"0o17"}'
[ "$include" = "$want" ] || { echo "changed: Include gave $want"; failed=1; }
exit "$failed"
