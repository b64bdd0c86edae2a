#!/usr/bin/env bash
# @multiformats/multiaddr 13.0.3
#
# A peer id in a multiaddr has two spellings: base58 (Qm..., 12D3...) and a CID (bafz...).
# Parsed, both have the same bytes, and equals() returns true, but each keeps its original
# text: toString, JSON and getComponents differ. decapsulate() compares text, so it throws
# for an address that equals() calls equal. Once sent over the wire (to bytes, then parsed),
# the CID becomes base58. IPv6 addresses, in contrast, are normalised when parsed.
#
# Seen: a = .../p2p/bafzbeie..., b = .../p2p/QmYyQSo1..., the same id
#       a.equals(b) -> true; String(a) === String(b) -> false
#       a.decapsulate('/p2p/QmYyQSo1...') -> does not contain subaddress
#       String(multiaddr(a.bytes)) === String(b) -> true
#
# Why a p2p lab cares: lists of bootstrap nodes may use either spelling. A Map or Set keyed
# by the text of addresses contains one peer twice, and the graph of a network has more
# nodes than peers: the address that a node was configured to dial (as written) and the one it
# learned from identify (as bytes) are two names. Compare and key by bytes.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
echo '{"type":"module"}' > package.json
npm install --silent --no-audit --no-fund --no-package-lock @multiformats/multiaddr@13.0.3
cat > see.mjs <<'JS'
import { multiaddr } from '@multiformats/multiaddr'
const base58 = 'QmYyQSo1c1Ym7orWxLYvCrM2EmxFTANf8wXmmE7DWjhx5N'
const cid = 'bafzbeie5745rpv2m6tjyuugywy4d5ewrqgqqhfnf445he3omzpjbx5xqxe'
const a = multiaddr(`/ip4/10.0.0.1/tcp/4001/p2p/${cid}`)
const b = multiaddr(`/ip4/10.0.0.1/tcp/4001/p2p/${base58}`)
const attempt = f => {
	try {
		return String(f())
	} catch (error) {
		return error.message.includes('does not contain subaddress') ? 'does not contain subaddress' : error.message
	}
}
const see = (what, got, want) => {
	console.log(`${what} -> ${got}`)
	if (got !== want) {
		console.log(`changed: it was ${want}`)
		process.exitCode = 1
	}
}
console.log(`a = ${a}\nb = ${b}`)
see('a.equals(b)', a.equals(b), true)
see('as text the same', String(a) === String(b), false)
see('in a Set of texts', new Set([a, b].map(String)).size, 2)
see('b without its id', attempt(() => b.decapsulate(`/p2p/${base58}`)), '/ip4/10.0.0.1/tcp/4001')
see('a without the same id', attempt(() => a.decapsulate(`/p2p/${base58}`)), 'does not contain subaddress')
see('a through its bytes prints like b', String(multiaddr(a.bytes)) === String(b), true)
see('IPv6 in two spellings prints the same',
	String(multiaddr('/ip6/2001:DB8:0:0:0:0:0:1/tcp/1')) === String(multiaddr('/ip6/2001:db8::1/tcp/1')), true)
JS
node see.mjs
