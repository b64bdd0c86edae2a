import { exitCode, LabError } from "@lab/core";
import {
	type CompareOptions,
	type Comparisons,
	compareRuns,
} from "./compare-runs.ts";
import { type Pair, pairsOf, type Side } from "./sides.ts";

/** The result of one pair of sides. */
export interface PairComparison extends Pair {
	readonly result: Comparisons;
}

export interface SidesComparison {
	readonly sides: readonly Side[];
	readonly pairs: readonly PairComparison[];
	/** `worse` if any candidate is worse; `not worse` if none is by more than its margin. */
	readonly answer: Comparisons["answer"];
}

/**
 * Compares each side with its base. The comparisons share the error: of a hundred
 * comparisons of a program with itself, at most five find any difference in any pair.
 *
 * @throws LabError `same-run`, `same-side`, and as {@link compareRuns}
 */
export function compareSides(
	sides: readonly Side[],
	options: CompareOptions = {},
): SidesComparison {
	assertDistinct(sides);
	const pairs = pairsOf(sides);
	const compared = pairs.map((pair) => ({
		...pair,
		result: compareRuns(pair.base.runs, pair.candidate.runs, {
			...options,
			comparisons: pairs.length,
		}),
	}));
	const answers = compared.map(({ result }) => result.answer);
	return {
		sides,
		pairs: compared,
		answer: answers.includes("worse")
			? "worse"
			: answers.includes("inconclusive")
				? "inconclusive"
				: "not worse",
	};
}

/** @throws LabError `same-side`, `same-run` */
function assertDistinct(sides: readonly Side[]): void {
	const names = new Set<string>();
	const owner = new Map<string, string>();
	for (const { name, runs } of sides) {
		if (names.has(name)) {
			throw new LabError({
				code: "same-side",
				what: `two sides are named '${name}'`,
				where: name,
				help: "give each side its own name: v1=<run>,<run> v2=<run>,<run>",
				exit: exitCode.wrongInput,
			});
		}
		names.add(name);
		for (const { run } of runs) {
			const before = owner.get(run);
			if (before !== undefined && before !== name) {
				throw new LabError({
					code: "same-run",
					what: `run '${run}' is in the ${before} and in the ${name}`,
					where: name,
					help: "name each run once: a run is one value, however often it is listed",
					exit: exitCode.wrongInput,
				});
			}
			owner.set(run, name);
		}
	}
}
