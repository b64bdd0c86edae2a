import { fault, nearest } from "@lab/core";
import type { Rule } from "./rule.ts";

/** The namespace of every component is listed; an unlisted one would be treated as an experiment's. */
export const unknownNamespace: Rule = {
	code: "unknown-namespace",
	check({ namespaces }, { residents = [] }) {
		return residents
			.filter(({ namespace }) => !Object.hasOwn(namespaces, namespace))
			.map(({ where, name, namespace }) => {
				const near = nearest(namespace, Object.keys(namespaces));
				return fault({
					code: "unknown-namespace",
					what: `${name} is in the namespace '${namespace}', which is not listed`,
					where,
					help: `${near === undefined ? "" : `did you mean '${near}'? Otherwise, `}add it to packages/lab/src/namespaces.ts`,
				});
			});
	},
};
