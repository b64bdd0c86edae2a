import { isIP } from "node:net";
import { fault } from "@lab/core";
import { overlap, toRange } from "../_ipv4.ts";
import { isIpv4 } from "./invalid-address.ts";
import type { Rule } from "./rule.ts";

const DOMAIN =
	/^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;

/** Networks start where they say, the cluster's DNS is a service, and pods can use its resolvers. */
export const invalidNetwork: Rule = {
	code: "invalid-network",
	check: ({ networks }) => {
		const { pods, services, dns, resolvers, clusterDomain } = networks;
		const at = (field: string, what: string, help: string) =>
			fault({
				code: "invalid-network",
				what,
				where: `networks.${field}`,
				help,
			});
		return [
			...Object.entries({ pods, services })
				.filter(([, text]) => isIpv4(text, true) && !startsAtItself(text))
				.map(([field, text]) =>
					at(
						field,
						`${text} is an address within a network, not its first one`,
						"set all bits after the prefix to zero",
					),
				),
			...(isIpv4(dns, false) &&
			isIpv4(services, true) &&
			!overlap(toRange(dns), toRange(services))
				? [
						at(
							"dns",
							`${dns}, the address of the cluster's DNS, is not in ${services}`,
							"use the tenth address of the services, as k3s does",
						),
					]
				: []),
			...resolvers
				.filter((address) => isIP(address) === 0)
				.map((address) =>
					at("resolvers", `'${address}' is not an address`, "write 1.1.1.1"),
				),
			...(resolvers.length >= 1 && resolvers.length <= 3
				? []
				: [
						at(
							"resolvers",
							`there are ${resolvers.length} resolvers, but pods use one to three`,
							"name two or three",
						),
					]),
			...(DOMAIN.test(clusterDomain)
				? []
				: [
						at(
							"clusterDomain",
							`'${clusterDomain}' is not a domain`,
							"write it as cluster.local",
						),
					]),
		];
	},
};

const startsAtItself = (network: string): boolean => {
	const [address = ""] = network.split("/");
	return toRange(network).first === toRange(address).first;
};
