import { fault } from "@lab/core";
import type { Bundle } from "../bundle.ts";
import type { Check } from "./check.ts";

/** Every need is a bundle of the same tree: Fleet waits for ever for one that it cannot see. */
export const unknownNeed: Check = (bundles) => {
	const known = new Set(bundles.map(({ bundle }) => bundle));
	return bundles.flatMap(({ name, source, bundle }) =>
		(bundle.props.needs ?? [])
			.filter((need) => !known.has(need))
			.map((need) =>
				fault({
					code: "unknown-need",
					what: `${name} needs ${need.name}, which is in no folder of this tree`,
					where: source,
					help: "add that bundle to the same tree, or take the need away",
				}),
			),
	);
};

/** No bundle needs itself, however far around: both would wait for ever. */
export const needCycle: Check = (bundles) => {
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
				help: "take one of these needs away: Fleet sees no cycle, it waits",
			}),
		];
	});
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

/** A parked bundle waits for a label; what is not parked must not wait for it. */
export const needOfParked: Check = (bundles) =>
	bundles.flatMap(({ name, source, bundle }) =>
		(bundle.props.needs ?? [])
			.filter(
				({ props }) =>
					props.parkedUntil !== undefined &&
					bundle.props.parkedUntil === undefined,
			)
			.map((need) =>
				fault({
					code: "need-of-parked-bundle",
					what: `${name} needs ${need.name}, which is parked`,
					where: source,
					help: "park this one too, or take the need away: Fleet waits for a bundle that targets no cluster",
				}),
			),
	);
