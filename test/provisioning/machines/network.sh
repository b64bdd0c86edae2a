#!/usr/bin/env bash
# The network of the test machines: a bridge in a namespace of its own, so that the host's stays as it is.
#   network.sh start|stop <namespace> <address/prefix of the bridge>
set -euo pipefail
case $1 in
start)
	ip netns add "$2"
	ip -n "$2" link add bridge type bridge
	ip -n "$2" address add "$3" dev bridge
	ip -n "$2" link set bridge up
	ip -n "$2" link set lo up
	;;
stop) ip netns delete "$2" 2>/dev/null || true ;;
esac
