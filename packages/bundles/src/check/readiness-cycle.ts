import { fault } from "@lab/core";
import { titleOfNeed } from "@lab/kubernetes";
import type { RenderedBundle } from "../render.ts";
import { type WaitingPods, waitingPods } from "./_readiness.ts";
import type { Rule } from "./rule.ts";

/** A state of the roll-out, and what it waits for. */
interface State {
	readonly title: string;
	readonly source: string;
	readonly waitsFor: readonly string[];
}

/**
 * No bundle waits, directly or indirectly, for its own readiness: neither through
 * the needs of bundles, nor through what their pods wait for once they run.
 */
export const readinessCycle: Rule = {
	code: "readiness-cycle",
	check: (bundles) => {
		const states = statesOf(bundles);
		const reported = new Set<string>();
		return [...states.keys()].flatMap((start) => {
			const cycle = reported.has(start) ? undefined : cycleAt(states, start);
			// Needs alone are the business of need-cycle.
			if (cycle === undefined || cycle.every((id) => isOfNeeds(id))) return [];
			for (const id of cycle) reported.add(id);
			return [
				fault({
					code: "readiness-cycle",
					what: [...cycle, start]
						.map((id) => states.get(id)?.title ?? id)
						.join(", which waits until "),
					where: states.get(start)?.source ?? "",
					help: "remove a need, or let another bundle provide what the pods wait for: this roll-out would never end",
				}),
			];
		});
	},
};

const deployed = (bundle: string) => `deployed ${bundle}`;
const ready = (bundle: string) => `ready ${bundle}`;
const isOfNeeds = (id: string) => /^(deployed|ready) /.test(id);

/** Everything that can wait: a bundle until it is deployed or ready, an object until it does its work. */
function statesOf(
	bundles: readonly RenderedBundle[],
): ReadonlyMap<string, State> {
	const states = new Map<string, State>();
	const pods = bundles.flatMap(waitingPods);
	for (const { name, source, bundle } of bundles) {
		const own = pods.filter(({ entry }) => entry.name === name);
		states.set(deployed(name), {
			title: `${name} is deployed`,
			source,
			waitsFor: (bundle.props.needs ?? []).map((need) => ready(need.name)),
		});
		states.set(ready(name), {
			title: `${name} is ready`,
			source,
			waitsFor: [deployed(name), ...needsOf(own)],
		});
	}
	for (const need of pods.flatMap(({ needs }) => needs ?? [])) {
		const provider = bundles.find(({ name }) => name === need.bundle);
		if (provider === undefined) continue;
		const title = titleOfNeed(need);
		const own = pods.filter(({ entry, workload }) =>
			entry.name !== need.bundle
				? false
				: need.kind === "Secret" || workload === `${need.kind} ${need.name}`,
		);
		states.set(title, {
			title: `${need.kind} ${need.name} of ${need.bundle} is there`,
			source: provider.source,
			waitsFor: [deployed(need.bundle), ...needsOf(own)],
		});
	}
	return states;
}

const needsOf = (pods: readonly WaitingPods[]): string[] =>
	pods.flatMap(({ needs }) => (needs ?? []).map(titleOfNeed));

/** The shortest way from a state back to itself. */
function cycleAt(
	states: ReadonlyMap<string, State>,
	start: string,
): string[] | undefined {
	const seen = new Set<string>();
	let paths = [[start]];
	while (paths.length > 0) {
		const longer: string[][] = [];
		for (const path of paths)
			for (const next of states.get(path.at(-1) ?? "")?.waitsFor ?? []) {
				if (next === start) return path;
				if (seen.has(next)) continue;
				seen.add(next);
				longer.push([...path, next]);
			}
		paths = longer;
	}
	return undefined;
}
