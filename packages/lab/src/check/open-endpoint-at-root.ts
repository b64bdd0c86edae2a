import { normalize } from "node:path/posix";
import { fault } from "@lab/core";
import type { Rule } from "./rule.ts";

/** An endpoint without a login serves only the paths that anyone may read. */
export const openEndpointAtRoot: Rule = {
	code: "open-endpoint-at-root",
	check({ endpoints }) {
		return Object.entries(endpoints)
			.filter(
				([, { auth, path }]) =>
					auth === "none" && ["/", "."].includes(normalize(path)),
			)
			.map(([key, { name }]) =>
				fault({
					code: "open-endpoint-at-root",
					what: `endpoint ${name} requires no login and serves every path, also metrics, profiles and settings of its program`,
					where: `endpoints.${key}.path`,
					help: "set 'path' to the prefix that anyone may read, or require a login",
				}),
			);
	},
};
