import { fault } from "@lab/core";
import { overlap, toRange } from "../_ipv4.ts";
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

/** Ranges that no machine can have: this host, loopback, link-local, and multicast to broadcast. */
const special = ["0.0.0.0/8", "127.0.0.0/8", "169.254.0.0/16", "224.0.0.0/3"];

/** Every address and network can be parsed, and every machine can have its own. */
export const invalidAddress: Rule = {
	code: "invalid-address",
	check: ({ nodes, networks }) => [
		...nodes
			.filter(
				({ address }) =>
					isIpv4(address, false) &&
					special.some((range) => overlap(toRange(range), toRange(address))),
			)
			.map(({ name, address }) =>
				fault({
					code: "invalid-address",
					what: `${address}, the address of ${name}, is one that no machine can have`,
					where: `nodes.${name}.address`,
					help: "use the address at which the other machines reach it",
				}),
			),
		...[
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
	],
};
