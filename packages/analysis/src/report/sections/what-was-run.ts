import { dateOf, type Fact, lengthOf } from "../about/index.ts";
import { measured } from "../judge.ts";
import type { RunFigures } from "../run-figures.ts";
import { percent, type Section, type Tone } from "./section.ts";

/** The runs of a page: which ones, when, how long, and whether their numbers may be used. The title of a page about one run has its id. */
export function runsShown(runs: readonly RunFigures[]): Section {
	const several = runs.length > 1;
	return {
		title: several ? "Runs" : "Run",
		columns: [
			"run",
			"started",
			"length",
			"outcome",
			"validity",
			"verdict",
			"delivered",
			...(several ? ["id"] : []),
		],
		rows: runs.map((one) => {
			const { label, run, about, invalid = [] } = one;
			const ratio = measured(one)["delivery.ratio"];
			return [
				label,
				about.started === undefined ? "unknown" : dateOf(about.started),
				about.lengthNs === undefined ? "not ended" : lengthOf(about.lengthNs),
				about.outcome ?? "not recorded",
				invalid.length > 0 ? "invalid" : (about.validity ?? "not judged"),
				about.verdict ?? "not judged",
				ratio === undefined ? "no deliveries" : percent(ratio),
				...(several ? [run] : []),
			];
		}),
		tones: runs.map(toneOf),
	};
}

const tones: Readonly<Record<string, Tone>> = {
	invalid: "no",
	fail: "no",
	pass: "yes",
	inconclusive: "unknown",
};

const toneOf = ({ about, invalid = [] }: RunFigures): Tone | undefined =>
	invalid.length > 0 || about.validity === "invalid"
		? "no"
		: tones[about.verdict ?? ""];

/** The facts that all runs share; a parameter with its default is no news. */
export const whatWasRun = (runs: readonly RunFigures[]): Section => ({
	title: "What was run",
	note:
		runs.length > 1
			? "The same in every run. Parameters that have their default are left out."
			: "Parameters that have their default are left out.",
	columns: ["fact", "value"],
	rows: namesOf(runs).flatMap((name) => {
		const [first, ...others] = valuesOf(runs, name);
		return first === undefined ||
			first.usual ||
			others.some((fact) => fact?.value !== first.value)
			? []
			: [[name, shown(first)]];
	}),
});

/** The facts in which the runs differ: one row per run. */
export const whatDiffers = (runs: readonly RunFigures[]): Section => ({
	...sideFacts(
		runs.map((run) => [run.label, [run]]),
		"run",
	),
	title: "What differs between the runs",
});

/** The facts in which sides differ, or the runs of a side: one row per side. */
export function sideFacts(
	sides: readonly (readonly [name: string, runs: readonly RunFigures[]])[],
	what = "side",
): Section {
	const runs = sides.flatMap(([, mine]) => mine);
	const names = namesOf(runs).filter(
		(name) => new Set(valuesOf(runs, name).map((fact) => fact?.value)).size > 1,
	);
	const valueIn = (mine: readonly RunFigures[], name: string) =>
		[
			...new Set(
				valuesOf(mine, name).flatMap((fact) =>
					fact === undefined ? [] : [shown(fact)],
				),
			),
		].join("; ");
	const title = "What differs between the sides";
	// The shorter side becomes the columns.
	return names.length > sides.length
		? {
				title,
				columns: ["fact", ...sides.map(([side]) => side)],
				rows: names.map((name) => [
					name,
					...sides.map(([, mine]) => valueIn(mine, name)),
				]),
			}
		: {
				title,
				columns: [what, ...names],
				rows:
					names.length === 0
						? []
						: sides.map(([side, mine]) => [
								side,
								...names.map((name) => valueIn(mine, name)),
							]),
			};
}

const shown = ({ value, by }: Fact): string =>
	by === undefined ? value : `${value} (${by})`;

const namesOf = (runs: readonly RunFigures[]): string[] => [
	...new Set(runs.flatMap(({ about }) => about.facts.map(({ name }) => name))),
];

const valuesOf = (runs: readonly RunFigures[], wanted: string) =>
	runs.map(({ about }) => about.facts.find(({ name }) => name === wanted));
