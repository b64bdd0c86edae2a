import type { Finding } from "@lab/core";
import { titleOf } from "@lab/kubernetes";
import { entriesOf, isMap, type Json, mapOf } from "../references/reference.ts";
import type { RenderedBundle } from "../render.ts";
import { eachObject } from "./_objects.ts";
import { visitChartValues } from "./_values.ts";

/** A rule that vmalert evaluates. */
export interface AlertingRule extends Json {
	readonly expr: string;
	/** Name of its alert or record. */
	readonly title: string;
	/** Language of the query. */
	readonly type: string;
}

/** Checks a rule; `path` returns its location. */
type Visit = (
	rule: AlertingRule,
	path: () => string,
	entry: RenderedBundle,
) => Finding | undefined;

/** Checks every rule in VMRules and in the values of charts. */
export function visitRules(
	visit: Visit,
): (bundles: readonly RenderedBundle[]) => Finding[] {
	const inValues = visitChartValues((value, path, entry) =>
		isMap(value) ? inGroup(value, path, entry, visit)[0] : undefined,
	);
	return (bundles) => [
		...eachObject(bundles, (object, entry) =>
			object.kind === "VMRule"
				? entriesOf(mapOf(object.spec).groups).flatMap(([index, group]) =>
						inGroup(
							group,
							() => `${titleOf(object)}.spec.groups.${index}`,
							entry,
							visit,
						),
					)
				: [],
		),
		...inValues(bundles),
	];
}

function inGroup(
	{ rules, type }: Json,
	path: () => string,
	entry: RenderedBundle,
	visit: Visit,
): Finding[] {
	return entriesOf(rules).flatMap(([index, rule]) => {
		const { expr } = rule;
		const title = rule.alert ?? rule.record;
		if (typeof expr !== "string" || title === undefined) return [];
		const known = {
			...rule,
			expr,
			title: String(title),
			type: typeof type === "string" ? type : "prometheus",
		};
		return visit(known, () => `${path()}.rules.${index}`, entry) ?? [];
	});
}
