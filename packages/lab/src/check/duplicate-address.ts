import { fault } from "@lab/core";
import type { Rule } from "./rule.ts";

/** Every node has its own address. */
export const duplicateAddress: Rule = {
	code: "duplicate-address",
	check({ nodes }) {
		const owners = new Map<string, string>();
		return nodes.flatMap(({ name, address }) => {
			const first = owners.get(address);
			owners.set(address, first ?? name);
			return first === undefined
				? []
				: [
						fault({
							code: "duplicate-address",
							what: `address ${address} is used by both ${first} and ${name}`,
							where: `nodes.${name}.address`,
							help: "give one of them a free address",
						}),
					];
		});
	},
};
