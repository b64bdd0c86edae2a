import type { Item } from "../item.ts";
import { digestOf, isMap } from "./leaves.ts";

/** Alerts and recording rules at any depth of an object or of Helm values: in a list `groups`, as Prometheus has them. */
export function rulesIn(value: unknown): Item[] {
	if (Array.isArray(value)) return value.flatMap(rulesIn);
	if (!isMap(value)) return [];
	const { groups, ...rest } = value;
	return [
		...(Array.isArray(groups)
			? groups.filter(isMap).flatMap(rulesOfGroup)
			: rulesIn(groups)),
		...Object.values(rest).flatMap(rulesIn),
	];
}

function rulesOfGroup({
	name,
	rules,
}: Readonly<Record<string, unknown>>): Item[] {
	if (!Array.isArray(rules)) return [];
	return rules.filter(isMap).flatMap((rule): Item[] => {
		const { alert, record, expr, for: patience } = rule;
		const query = digestOf(String(expr).replace(/\s+/g, ""));
		const of = `group ${name}`;
		if (typeof alert === "string")
			return [
				{
					...{ topic: "alert", of, name: alert },
					value: `query ${query}${patience === undefined ? "" : `, for ${patience}`}`,
				},
			];
		return typeof record === "string"
			? [{ topic: "record", of, name: record, value: `query ${query}` }]
			: [];
	});
}
