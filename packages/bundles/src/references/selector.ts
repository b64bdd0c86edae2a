import { entriesOf, type Json, mapOf } from "./reference.ts";

/** Pods of one workload or controller. */
export interface Pods {
	readonly labels: Json;
	/** Whether any other label may be added to the pods. */
	readonly open: boolean;
	/** Labels that the workload's controller adds. */
	readonly added?: readonly string[];
	/** Names of container ports; undefined if they are unknown. */
	readonly ports?: ReadonlySet<string>;
}

/** `matchLabels` and `matchExpressions`. */
export interface Selector {
	readonly matchLabels?: unknown;
	readonly matchExpressions?: unknown;
}

/** Whether a selector may select pods. An empty one selects all. */
export const selects = (selector: Selector, pods: Pods): boolean =>
	Object.entries(mapOf(selector.matchLabels)).every(([key, value]) =>
		mayBe(pods, key, (actual) => actual === value),
	) &&
	entriesOf(selector.matchExpressions).every(
		([, { key, operator, values }]) => {
			const wanted: readonly unknown[] = Array.isArray(values) ? values : [];
			return mayBe(pods, String(key), (actual) => {
				if (operator === "In") return wanted.includes(actual);
				if (operator === "NotIn") return !wanted.includes(actual);
				return (operator === "Exists") === (actual !== undefined);
			});
		},
	);

const mayBe = (
	{ labels, open, added }: Pods,
	key: string,
	test: (actual: unknown) => boolean,
): boolean =>
	(!(key in labels) && (open || added?.includes(key) === true)) ||
	test(labels[key]);
