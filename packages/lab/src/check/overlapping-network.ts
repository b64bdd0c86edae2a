import { fault } from "@lab/core";
import { overlap, toRange } from "../_ipv4.ts";
import type { Rule } from "./rule.ts";

/** Pods, services and machines share no address. */
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
		];
		// Two nodes with one address are another rule's.
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
					what: `${b.network} of ${b.name} lies in ${a.network} of ${a.name}`,
					where: b.name,
					help: "move one of them to a range that the other does not touch",
				}),
			);
	},
};
