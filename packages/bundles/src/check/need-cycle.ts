import { fault } from "@lab/core";
import type { Bundle } from "../bundle.ts";
import type { Rule } from "./rule.ts";

/** Dependencies have no cycle: its bundles would wait for each other forever. */
export const needCycle: Rule = {
	code: "need-cycle",
	check: (bundles) => {
		const reported = new Set<Bundle>();
		return bundles.flatMap(({ bundle, source }) => {
			if (reported.has(bundle)) return [];
			const cycle = cycleThrough(bundle);
			if (cycle === undefined) return [];
			for (const member of cycle) reported.add(member);
			return [
				fault({
					code: "need-cycle",
					what: `${[...cycle, bundle].map(({ name }) => name).join(" needs ")}`,
					where: source,
					help: "remove one of these needs: Fleet does not detect the cycle, and waits forever",
				}),
			];
		});
	},
};

function cycleThrough(start: Bundle): Bundle[] | undefined {
	const seen = new Set<Bundle>();
	const search = (bundle: Bundle, path: Bundle[]): Bundle[] | undefined => {
		for (const need of bundle.props.needs ?? []) {
			if (need === start) return path;
			if (seen.has(need)) continue;
			seen.add(need);
			const found = search(need, [...path, need]);
			if (found !== undefined) return found;
		}
		return undefined;
	};
	return search(start, [start]);
}
