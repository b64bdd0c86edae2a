import type { RunFigures } from "../run-figures.ts";
import type { Section } from "./section.ts";

const order = ["no", "unknown", "yes"] as const;

/** Conditions that do not hold come first. */
export function conditions(runs: readonly RunFigures[]): Section {
	const judged = order.flatMap((wanted) =>
		runs.flatMap(({ label, judgements }) =>
			judgements
				.filter(({ holds }) => holds === wanted)
				.map(({ condition, holds, why }) => ({
					row: [label, condition.measure, holds, why],
					tone: holds,
				})),
		),
	);
	return {
		title: "Criteria and guards",
		columns: ["run", "measure", "holds", "why"],
		rows: judged.map(({ row }) => row),
		tones: judged.map(({ tone }) => tone),
	};
}

export const imports = (runs: readonly RunFigures[]): Section => {
	const said = runs.flatMap(({ label, invalid = [], notes = [] }) => [
		...invalid.map((what) => [label, "invalid", what]),
		...notes.map((what) => [label, "note", what]),
	]);
	return {
		title: "Imported runs",
		note: "What the tool that made the run says against it, and what its files leave open.",
		columns: ["run", "kind", "what"],
		rows: said,
		tones: said.map(([, kind]) => (kind === "invalid" ? "no" : undefined)),
	};
};
