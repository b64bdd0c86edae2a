import type { RunFigures } from "./run-figures.ts";

/** Whether the conditions of all runs hold, and what speaks against it. */
export interface PageVerdict {
	/** `no` if any condition of any run does not hold. */
	readonly holds: "yes" | "no" | "unknown";
	readonly headline: string;
	readonly reasons: readonly Reason[];
}

export interface Reason {
	readonly run: string;
	readonly label: string;
	readonly why: string;
}

export function verdictOf(runs: readonly RunFigures[]): PageVerdict {
	const judged = (holds: string): Reason[] =>
		runs.flatMap(({ run, label, judgements }) =>
			judgements
				.filter((one) => one.holds === holds)
				.map(({ why }) => ({ run, label, why })),
		);
	const failed = [
		...judged("no"),
		...runs.flatMap((one) =>
			faultsOf(one).map((why) => ({ run: one.run, label: one.label, why })),
		),
	];
	if (failed.length > 0)
		return { holds: "no", headline: "Does not hold", reasons: failed };
	const unknown = judged("unknown");
	if (unknown.length > 0)
		return { holds: "unknown", headline: "Undecided", reasons: unknown };
	const conditions = runs.reduce(
		(sum, { judgements }) => sum + judgements.length,
		0,
	);
	return conditions === 0
		? { holds: "unknown", headline: "No run has a criterion.", reasons: [] }
		: {
				holds: "yes",
				headline: `All ${conditions} conditions hold.`,
				reasons: [],
			};
}

/** Reasons why the data of a run cannot be trusted, whatever its conditions. */
function faultsOf({
	lineCount: {
		unparsed,
		cut,
		lost = 0,
		surplus = 0,
		silent = [],
		withoutLog = [],
	},
	loggedTwice,
	invalid = [],
}: RunFigures): string[] {
	const some = (nodes: readonly string[]) => nodes.slice(0, 5).join(", ");
	return [
		...invalid.map((why) => `invalid: ${why}`),
		...(unparsed > 0 ? [`${unparsed} lines could not be read`] : []),
		...(lost > 0 ? [`the collector lost ${lost} lines`] : []),
		...(surplus > 0
			? [
					`${surplus} lines more than the nodes wrote: a log is there twice, or has lines of another node`,
				]
			: []),
		...(loggedTwice.length > 0
			? [
					`the lines of ${loggedTwice.length} nodes are there more than once, with the same times, so that their duplicates may be none: ${some(loggedTwice)}`,
				]
			: []),
		...(silent.length > 0
			? [`${silent.length} nodes fell silent: ${some(silent)}`]
			: []),
		...(withoutLog.length > 0
			? [`${withoutLog.length} nodes have no log line: ${some(withoutLog)}`]
			: []),
		...(cut > 0 ? [`${cut} log files end within a line`] : []),
	];
}

/** The verdict in one sentence. */
export const verdictText = ({ headline, reasons }: PageVerdict): string =>
	reasons.length === 0
		? headline
		: `${headline}: ${reasons.map(({ run, why }) => `${run}: ${why}`).join("; ")}`;
