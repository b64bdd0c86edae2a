import { fault, suggestion } from "@lab/core";
import type { Rule } from "./rule.ts";

/** Every endpoint belongs to a component or to the platform. */
export const endpointWithoutOwner: Rule = {
	code: "endpoint-without-owner",
	check({ endpoints }, { components }) {
		if (components === undefined) return [];
		const owners = [...components, "platform"];
		return Object.entries(endpoints)
			.filter(([, { owner }]) => !owners.includes(owner))
			.map(([key, { name, owner }]) =>
				fault({
					code: "endpoint-without-owner",
					what: `endpoint ${name} belongs to '${owner}', which is not a component`,
					where: `endpoints.${key}.owner`,
					help: suggestion(owner, owners),
				}),
			);
	},
};
