import { type Finding, fault, markdownTable, suggestion } from "@lab/core";
import type { Experiment } from "./experiment.ts";
import { digests, digestsFile, images, mutableImages } from "./images.ts";
import {
	everywhere,
	type Predecessor,
	predecessors,
	predecessorsAt,
} from "./predecessors.ts";

/** Returns a fault for every successor that is not registered, and for every predecessor with neither a successor nor a reason. */
export function missingSuccessors(
	experiments: readonly Experiment[],
	among: readonly Predecessor[] = predecessors,
): Finding[] {
	const names = experiments.map(({ name }) => name);
	return among.flatMap(({ file, what, successors, difference }) => [
		...successors
			.filter((name) => !names.includes(name))
			.map((name) =>
				fault({
					code: "missing-successor",
					what: `'${name}', the successor of 10ksim's ${file} (${what}), is not registered`,
					where: "packages/experiments/src/predecessors.ts",
					help: suggestion(name, names),
				}),
			),
		...(successors.length === 0 && difference === undefined
			? [
					fault({
						code: "unexplained-gap",
						what: `10ksim's ${file} (${what}) has no successor and no reason for that`,
						where: "packages/experiments/src/predecessors.ts",
						help: "add a successor, or give the reason in 'difference'",
					}),
				]
			: []),
	]);
}

/** Renders `docs/reports/10ksim.md`: each experiment of 10ksim, its successor here, what differs and why. */
export function tenKsimReport(
	experiments: readonly Experiment[],
	among: readonly Predecessor[] = predecessors,
): string {
	const known = new Set(among.flatMap(({ successors }) => successors));
	const added = experiments.filter(({ name }) => !known.has(name));
	const without = among.filter(
		({ successors }) => successors.length === 0,
	).length;
	return `<!-- Written by 'pnpm lab report 10ksim' from packages/experiments/src/predecessors.ts. Do not edit. -->

# 10ksim's experiments and their successors

${among.length} experiments, sets and tools of vacp2p/10ksim at ${predecessorsAt}: ${among.length - without} have a successor here, ${without} have none. A test checks that each successor is one of the ${experiments.length} registered experiments.

${markdownTable(
	["10ksim", "what", "here", "what differs here, and why"],
	among.map(({ file, what, successors, difference = "" }) => [
		file,
		what,
		successors.length === 0 ? "none" : successors.join(", "),
		difference,
	]),
)}

## What differs everywhere

${markdownTable(["here", "why"], everywhere)}

## New here

${markdownTable(
	["experiment", "purpose"],
	added.map(({ name, purpose }) => [name, purpose]),
)}

## Images with mutable tags

\`pnpm experiment pin\` fetches digests from the registries and writes them to \`${digestsFile}\`: ${pinned(Object.values(images))} of ${Object.keys(images).length} images are pinned. The others are pulled by tag; the plan lists them, and each run records the digests it pulled. These need pinning most, since their tags are meant to move or do not identify a version:

${markdownTable(
	["image", "used as", "digest"],
	mutableImages.map((key) => [
		images[key],
		key,
		digests[images[key]] === undefined ? "not pinned" : "pinned",
	]),
)}
`;
}

const pinned = (references: readonly string[]): number =>
	references.filter((reference) => Object.hasOwn(digests, reference)).length;
