import { type Change, changesBetween } from "@lab/bundles";
import { contentHash } from "@lab/core";
import type { Plan, TimelineStep } from "@lab/record";
import diff from "microdiff";

/** One value that two plans do not share. */
export interface PlanChange {
	/** `parameters.nodes`, `groups.pod.replicas`. */
	readonly at: string;
	/** Absent: only the second plan has it. */
	readonly from?: unknown;
	/** Absent: only the first plan has it. */
	readonly to?: unknown;
}

export interface PlanChanges {
	readonly values: readonly PlanChange[];
	/** Objects of the cluster, one by one. */
	readonly objects: readonly Change[];
}

/** All in which two plans differ, in the order of a plan; nothing for one and the same. */
export const planChanges = (a: Plan, b: Plan): PlanChanges => ({
	values: diff(shown(a), shown(b), { cyclesFix: false }).map((change) => ({
		at: change.path.join("."),
		...(change.type !== "CREATE" && { from: change.oldValue as unknown }),
		...(change.type !== "REMOVE" && { to: change.value as unknown }),
	})),
	objects: changesBetween(filesOf(a), filesOf(b)),
});

/** A plan by names rather than places in lists: a group more is not every later group another. */
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

/** Thousands of messages as what a person compares: how many, from whom, until when. */
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

/** The objects of both in one namespace: that it is another is told once, above. */
const filesOf = ({ namespace, cluster }: Plan) =>
	new Map(
		Object.entries(cluster?.files ?? {}).map(([path, text]) => [
			`plan/${path}`,
			text.replaceAll(namespace, "lab-plan"),
		]),
	);
