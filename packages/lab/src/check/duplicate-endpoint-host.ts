import { fault } from "@lab/core";
import { hostOf } from "../endpoints.ts";
import type { Rule } from "./rule.ts";

/** Every endpoint has its own host. */
export const duplicateEndpointHost: Rule = {
	code: "duplicate-endpoint-host",
	check({ endpoints, environments }) {
		return Object.values(environments).flatMap((env) => {
			const owners = new Map<string, string>();
			return Object.entries(endpoints).flatMap(([key, endpoint]) => {
				const host = hostOf(endpoint, env);
				const first = owners.get(host);
				owners.set(host, first ?? key);
				return first === undefined
					? []
					: [
							fault({
								code: "duplicate-endpoint-host",
								what: `host ${host} is used by both ${first} and ${key}`,
								where: `endpoints.${key}.subdomain`,
								help: "give one of them a different subdomain",
							}),
						];
			});
		});
	},
};
