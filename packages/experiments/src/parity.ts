import { type Finding, fault, suggestion } from "@lab/core";
import type { Experiment } from "./experiment.ts";
import { digests, digestsFile, images, mutableImages } from "./images.ts";
import {
	everywhere,
	type Predecessor,
	predecessors,
	predecessorsAt,
} from "./predecessors.ts";

/** Scenarios that are said to stand for something of 10ksim and are not there. */
export function brokenTwins(
	experiments: readonly Experiment[],
	among: readonly Predecessor[] = predecessors,
): Finding[] {
	const names = experiments.map(({ name }) => name);
	return among.flatMap(({ file, what, here, but }) => [
		...here
			.filter((name) => !names.includes(name))
			.map((name) =>
				fault({
					code: "broken-twin",
					what: `'${name}' shall stand for 10ksim's ${file} (${what}), and is not registered`,
					where: "packages/experiments/src/predecessors.ts",
					help: suggestion(name, names),
				}),
			),
		...(here.length === 0 && but === undefined
			? [
					fault({
						code: "unexplained-gap",
						what: `nothing stands for 10ksim's ${file} (${what}), and nobody says why`,
						where: "packages/experiments/src/predecessors.ts",
						help: "name its twin, or the reason",
					}),
				]
			: []),
	]);
}

/** `docs/reports/experiments.md`: each experiment of 10ksim, its twin here, what differs and why. */
export function twinsReport(
	experiments: readonly Experiment[],
	among: readonly Predecessor[] = predecessors,
): string {
	const twins = new Set(among.flatMap(({ here }) => here));
	const fresh = experiments.filter(({ name }) => !twins.has(name));
	const without = among.filter(({ here }) => here.length === 0).length;
	return `<!-- Written by 'pnpm lab experiments report' from packages/experiments/src/predecessors.ts. Do not edit. -->

# What became of 10ksim's experiments

${among.length} experiments, sets and tools of vacp2p/10ksim at ${predecessorsAt}: ${among.length - without} have a twin here, ${without} have none. A test looks for each twin in the registry of ${experiments.length} experiments.

${table(
	["10ksim", "what", "here", "what differs, and why"],
	among.map(({ file, what, here, but = "" }) => [
		file,
		what,
		here.length === 0 ? "nothing" : here.join(", "),
		but,
	]),
)}
## What differs everywhere

${table(["here", "why"], everywhere)}
## New here

${table(
	["experiment", "what for"],
	fresh.map(({ name, purpose }) => [name, purpose]),
)}
## Images that may change under their names

\`pnpm experiment pin\` asks the registries for digests and notes them in \`${digestsFile}\`: ${pinned(Object.values(images))} of ${Object.keys(images).length} images have one. The others are pulled by tag; a plan names them, and each run records what was pulled. These need it most, since their tags are meant to move, or name only a kind of build:

${table(
	["image", "used as", "digest"],
	mutableImages.map((key) => [
		images[key],
		key,
		digests[images[key]] === undefined ? "not noted" : "noted",
	]),
)}`;
}

const pinned = (references: readonly string[]): number =>
	references.filter((reference) => Object.hasOwn(digests, reference)).length;

const table = (
	head: readonly string[],
	rows: readonly (readonly string[])[],
): string =>
	[head, head.map(() => "---"), ...rows]
		.map((cells) => `| ${cells.join(" | ")} |\n`)
		.join("");
