import {
	at,
	type Constraints,
	exactlyOne,
	type InnerReason,
	isSet,
	type Json,
	listOf,
	mapOf,
} from "./constraint.ts";

/**
 * Checks of vmalert, which evaluates no group that fails them.
 *
 * @see https://github.com/VictoriaMetrics/VictoriaMetrics/blob/v1.150.0/app/vmalert/config/config.go
 */
export const alertingConstraints: Constraints = {
	"operator.victoriametrics.com.v1beta1.VMRule": {
		whole: ({ spec }) => {
			const groups = listOf(mapOf(spec).groups);
			return [
				...repeated(groups, ({ name }) => name).map((index) =>
					at(
						["spec", "groups", index, "name"],
						`is ${JSON.stringify(groups[index]?.name)}, the name of another group too`,
						"give it a name of its own, or put both into one",
						"duplicate-entry",
					),
				),
				...groups.flatMap((group, index) =>
					wrongRules(group).map((reason) => ({
						...reason,
						at: ["spec", "groups", index, "rules", ...reason.at],
					})),
				),
			];
		},
	},
};

function wrongRules(group: Json): InnerReason[] {
	const rules = listOf(group.rules);
	return [
		...rules.flatMap((rule, index) => [
			...exactlyOne(
				"alert",
				"record",
			)(rule).map((reason) => ({ ...reason, at: [index] })),
			...(isSet(mapOf(rule.labels).__name__)
				? [
						at(
							[index, "labels", "__name__"],
							"is set, which a rule may not do",
							"name the series with record",
						),
					]
				: []),
		]),
		...repeated(rules, ({ alert, record, expr, labels }) =>
			JSON.stringify([
				alert,
				record,
				expr,
				Object.entries(mapOf(labels)).sort(),
			]),
		).map((index) =>
			at(
				[index],
				"repeats another rule of its group: name, query and labels are the same",
				"remove one of them, or tell them apart by a label",
				"duplicate-entry",
			),
		),
	];
}

/** Indexes of the entries whose key an earlier one has. */
function repeated(
	entries: readonly Json[],
	keyOf: (entry: Json) => unknown,
): number[] {
	const keys = entries.map(keyOf);
	return keys.flatMap((key, index) =>
		keys.indexOf(key) < index ? [index] : [],
	);
}
