import { fault } from "@lab/core";
import { visitEach } from "./_values.ts";
import type { Rule } from "./rule.ts";

/** No value is null: Fleet, Helm and the API server interpret null differently, which appears as drift. */
export const nullValue: Rule = {
	code: "null-value",
	check: visitEach((value, path, { name, source }) =>
		value === null
			? fault({
					code: "null-value",
					what: `${name} sets ${path()} to null`,
					where: source,
					help: "remove the key",
				})
			: undefined,
	),
};
