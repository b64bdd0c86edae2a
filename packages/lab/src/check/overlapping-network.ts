import { fault } from "@lab/core";
import { overlap, toRange } from "../_ipv4.ts";
import { isIpv4 } from "./invalid-address.ts";
import type { Rule } from "./rule.ts";

/** Pods, services and machines have disjoint addresses. */
export const overlappingNetwork: Rule = {
	code: "overlapping-network",
	check({ networks, nodes }) {
		const used = [
			{ name: "networks.pods", network: networks.pods },
			{ name: "networks.services", network: networks.services },
			...nodes.map(({ name, address }) => ({
				name: `nodes.${name}.address`,
				network: address,
			})),
			// `invalid-address` reports the others.
		].filter(({ network }) => isIpv4(network, true) || isIpv4(network, false));
		// Two nodes with the same address are reported by `duplicate-address`.
		const pairs = used.flatMap((a, index) =>
			used
				.slice(index + 1)
				.filter(() => a.name.startsWith("networks."))
				.map((b) => [a, b] as const),
		);
		return pairs
			.filter(([a, b]) => overlap(toRange(a.network), toRange(b.network)))
			.map(([a, b]) =>
				fault({
					code: "overlapping-network",
					what: `${b.network} of ${b.name} overlaps ${a.network} of ${a.name}`,
					where: b.name,
					help: "move one of them to a free range",
				}),
			);
	},
};
