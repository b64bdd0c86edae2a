import { fault } from "@lab/core";
import type { Rule } from "./rule.ts";

/** Whatever anybody may read says why. */
export const openEndpointWithoutReason: Rule = {
	code: "open-endpoint-without-reason",
	check({ endpoints }) {
		return Object.entries(endpoints)
			.filter(([, { auth, why }]) => auth === "none" && !why?.trim())
			.map(([key, { name }]) =>
				fault({
					code: "open-endpoint-without-reason",
					what: `endpoint ${name} asks nobody for a login and does not say why`,
					where: `endpoints.${key}`,
					help: "set auth, or write the reason in why",
				}),
			);
	},
};
