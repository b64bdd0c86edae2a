import {
	at,
	between,
	type Constraint,
	type Constraints,
	mapOf,
} from "./constraint.ts";

/** Seconds for which the API server waits for a webhook. */
const timeoutSeconds = between(1, 30);

const webhook: Constraint = {
	fields: { timeoutSeconds },
	whole: ({ name }) =>
		/^[a-z0-9-]+(\.[a-z0-9-]+){2,}$/.test(String(name))
			? []
			: [
					at(
						["name"],
						`is ${JSON.stringify(name)}, not a name with a domain`,
						"write it as check.example.org",
						"invalid-name",
					),
				],
};

/** Checks of objects that extend the API server. */
export const extensionConstraints: Constraints = {
	"admissionregistration.v1.MutatingWebhook": webhook,
	"admissionregistration.v1.ValidatingWebhook": webhook,
	"apiextensions.v1.CustomResourceDefinition": {
		whole: ({ metadata, spec }) => {
			const { group, names } = mapOf(spec);
			const expected = `${mapOf(names).plural}.${group}`;
			return mapOf(metadata).name === expected
				? []
				: [
						at(
							["metadata", "name"],
							`is ${JSON.stringify(mapOf(metadata).name)}, not ${expected}`,
							`name it ${expected}: the plural, a dot and the group`,
							"invalid-name",
						),
					];
		},
	},
};
