import { fault } from "@lab/core";
import { toRange } from "../_ipv4.ts";
import { isIpv4 } from "./invalid-address.ts";
import type { Rule } from "./rule.ts";

/** Addresses that Cilium takes from each node's share: network, broadcast, router and health. */
const TAKEN = 4;

/** Every node has its share of the pods' network, and an address in it for every pod. */
export const tooManyPods: Rule = {
	code: "too-many-pods",
	check({ nodes, networks }) {
		const share = 2 ** (32 - networks.podsPerNodePrefix);
		const most = share - TAKEN;
		const faults = nodes
			.filter(({ maxPods }) => !(maxPods > 0 && maxPods <= most))
			.map(({ name, maxPods }) =>
				fault({
					code: "too-many-pods",
					what: `${name} may run ${maxPods} pods, but its /${networks.podsPerNodePrefix} has addresses for ${most}`,
					where: `nodes.${name}.maxPods`,
					help: `set maxPods to 1 to ${most}`,
				}),
			);
		if (!isIpv4(networks.pods, true)) return faults;
		const { first, last } = toRange(networks.pods);
		const shares = Math.floor((last - first + 1) / share);
		return nodes.length <= shares
			? faults
			: [
					...faults,
					fault({
						code: "too-many-pods",
						what: `${nodes.length} nodes share ${networks.pods}, which has a /${networks.podsPerNodePrefix} for ${shares}`,
						where: "networks.pods",
						help: "a running cluster cannot change its networks: add no further node, or plan a new cluster",
					}),
				];
	},
};
