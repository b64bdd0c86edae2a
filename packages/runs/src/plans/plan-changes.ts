import { type Change, changesBetween } from "@lab/bundles";
import { contentHash } from "@lab/core";
import type { Plan, TimelineStep } from "@lab/record";
import diff from "microdiff";

/** A value in which two plans differ. */
export interface PlanChange {
	/** Path of the value: `parameters.nodes`, `groups.pod.replicas`. */
	readonly at: string;
	/** Absent if only the second plan has the value. */
	readonly from?: unknown;
	/** Absent if only the first plan has the value. */
	readonly to?: unknown;
}

export interface PlanChanges {
	readonly values: readonly PlanChange[];
	/** Changes of the cluster's objects. */
	readonly objects: readonly Change[];
}

/** All differences between two plans, in the order of a plan; empty for identical plans. */
export const planChanges = (a: Plan, b: Plan): PlanChanges => ({
	values: diff(shown(a), shown(b), { cyclesFix: false }).map((change) => ({
		at: change.path.join("."),
		...(change.type !== "CREATE" && { from: change.oldValue as unknown }),
		...(change.type !== "REMOVE" && { to: change.value as unknown }),
	})),
	objects: changesBetween(filesOf(a), filesOf(b)),
});

/** A plan with lists keyed by name, so that an added group does not change every later one. */
function shown({
	hash: _,
	schema: __,
	parameters,
	groups,
	timeline,
	windows,
	cluster,
	...rest
}: Plan): Record<string, unknown> {
	return {
		parameters: Object.fromEntries(
			Object.entries(parameters).map(([key, { value }]) => [key, value]),
		),
		groups: byName(groups),
		timeline: byName(timeline.map(summary)),
		windows: byName(windows),
		...rest,
		...(cluster && { cluster: { bundle: cluster.bundle } }),
	};
}

const byName = <T extends { readonly name: string }>(
	list: readonly T[],
): Record<string, Omit<T, "name">> =>
	Object.fromEntries(list.map(({ name, ...rest }) => [name, rest]));

/** Replaces thousands of messages by comparable totals: count, publishers, time of the last. */
function summary(step: TimelineStep) {
	if (step.kind !== "publish") return step;
	const { messages, ...rest } = step;
	return {
		...rest,
		messages: messages.length,
		lastAtMs: messages.at(-1)?.atMs,
		drawn: contentHash(messages).slice(0, 12),
		publishers: new Set(messages.map(({ node }) => node)).size,
	};
}

/** Files with a common namespace, since `values` already reports a different one. */
const filesOf = ({ namespace, cluster }: Plan) =>
	new Map(
		Object.entries(cluster?.files ?? {}).map(([path, text]) => [
			`plan/${path}`,
			text.replaceAll(namespace, "lab-plan"),
		]),
	);
