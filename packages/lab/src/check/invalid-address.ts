import { fault } from "@lab/core";
import { toRange } from "../_ipv4.ts";
import type { Rule } from "./rule.ts";

/** Whether a text is an IPv4 address, or a network if `prefix` is set. */
export function isIpv4(text: string, prefix: boolean): boolean {
	if (text.includes("/") !== prefix || !/^[\d./]+$/.test(text)) return false;
	try {
		toRange(text);
		return true;
	} catch {
		return false;
	}
}

/** Every address and network can be parsed. */
export const invalidAddress: Rule = {
	code: "invalid-address",
	check: ({ nodes, networks }) =>
		[
			...nodes.map(({ name, address }) => ({
				...{ where: `nodes.${name}.address`, text: address, prefix: false },
			})),
			...(["pods", "services"] as const).map((name) => ({
				...{ where: `networks.${name}`, text: networks[name], prefix: true },
			})),
			{ where: "networks.dns", text: networks.dns, prefix: false },
		]
			.filter(({ text, prefix }) => !isIpv4(text, prefix))
			.map(({ where, text, prefix }) =>
				fault({
					code: "invalid-address",
					what: `'${text}' is not an IPv4 ${prefix ? "network" : "address"}`,
					where,
					help: `write it as ${prefix ? "10.42.0.0/16" : "192.0.2.1"}`,
				}),
			),
};
