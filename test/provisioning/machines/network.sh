#!/usr/bin/env bash
# Network of the test machines: a bridge in its own namespace, so that the host's network is unchanged.
#   network.sh start <namespace> <address/prefix of the bridge>
#   network.sh serve <namespace> <address> <port> <folder> <owner's pid>    over HTTP, until its owner ends
#   network.sh stop <namespace>
set -euo pipefail
case $1 in
start)
	ip netns add "$2"
	ip -n "$2" link add bridge type bridge
	ip -n "$2" address add "$3" dev bridge
	ip -n "$2" link set bridge up
	ip -n "$2" link set lo up
	;;
serve)
	setsid ip netns exec "$2" python3 -m http.server --bind "$3" --directory "$5" "$4" >/dev/null 2>&1 </dev/null &
	server=$!
	setsid bash -c "while kill -0 $6 && kill -0 $server && [ -e /run/netns/$2 ]; do sleep 0.3; done; kill $server" >/dev/null 2>&1 </dev/null &
	until ip netns exec "$2" bash -c ": </dev/tcp/$3/$4" 2>/dev/null; do sleep 0.05; done
	;;
stop) ip netns delete "$2" 2>/dev/null || true ;;
esac
