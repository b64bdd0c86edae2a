import { fault } from "@lab/core";
import { visitEach } from "./_values.ts";
import type { Rule } from "./rule.ts";

/** Fleet replaces values with this prefix even if templating is disabled. */
const FLEET_PREFIX = "global.fleet.clusterLabels.";

/** No value contains a text that Fleet would replace. */
export const fleetTemplate: Rule = {
	code: "fleet-template",
	check: visitEach((value, path, { name, source }) =>
		typeof value === "string" && value.includes(FLEET_PREFIX)
			? fault({
					code: "fleet-template",
					what: `${name} sets ${path()} to a text that Fleet would replace`,
					where: source,
					help: "write the value itself; it may depend on the environment, an argument of the component",
				})
			: undefined,
	),
};
