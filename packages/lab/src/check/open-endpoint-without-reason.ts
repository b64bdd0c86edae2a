import { fault } from "@lab/core";
import type { Rule } from "./rule.ts";

/** Every endpoint without a login gives a reason. */
export const openEndpointWithoutReason: Rule = {
	code: "open-endpoint-without-reason",
	check({ endpoints }) {
		return Object.entries(endpoints)
			.filter(([, { auth, why }]) => auth === "none" && !why?.trim())
			.map(([key, { name }]) =>
				fault({
					code: "open-endpoint-without-reason",
					what: `endpoint ${name} requires no login and gives no reason`,
					where: `endpoints.${key}`,
					help: "set 'auth', or give the reason in 'why'",
				}),
			);
	},
};
