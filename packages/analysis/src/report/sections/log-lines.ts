import type { RunFigures } from "../run-figures.ts";
import { MAX_ROWS, ms, type Section } from "./section.ts";

export const logLines = (runs: readonly RunFigures[]): Section => ({
	title: "Log lines",
	note: "lines + unpacked = events + continuations + unparsed. 'lost': lines that nodes wrote, according to their sentinels, and that no collector has. 'too many': lines that no node wrote.",
	columns: [
		"run",
		"lines",
		"unpacked",
		"events",
		"continuations",
		"unparsed",
		"cut files",
		"lost",
		"too many",
		"silent nodes",
	],
	rows: runs.map(
		({
			label,
			lineCount: {
				lines,
				unpacked,
				events,
				continuations,
				unparsed,
				cut,
				lost,
				surplus,
				silent,
			},
		}) => [
			label,
			lines,
			unpacked,
			events,
			continuations,
			unparsed,
			cut,
			lost ?? "no sentinels",
			surplus ?? "no sentinels",
			silent?.length ?? "no sentinels",
		],
	),
	tones: runs.map(
		({ lineCount: { unparsed, cut, lost = 0, surplus = 0, silent = [] } }) =>
			unparsed + cut + lost + surplus + silent.length > 0 ? "no" : undefined,
	),
});

/** What the log store holds of each run whose lines the runner shipped. */
export function shipping(runs: readonly RunFigures[]): Section {
	const shipped = runs.flatMap(({ label, shipped: event }) =>
		event === undefined ? [] : [{ label, event }],
	);
	return {
		title: "Log store",
		note: "Lines of the collected logs, those that the store accepted from the runner, and those that it holds. A store can accept lines and discard them.",
		columns: ["run", "lines", "accepted", "stored", "nodes that differ", "why"],
		rows: shipped.map(({ label, event: { lines, sent, stored, ...rest } }) => [
			label,
			lines,
			sent ?? "unknown",
			stored ?? "unknown",
			rest.differing
				.slice(0, MAX_ROWS)
				.map(
					({ node, ...counts }) =>
						`${node}: ${counts.stored} of ${counts.lines}`,
				)
				.join(", "),
			rest.why ?? "",
		]),
		tones: shipped.map(({ event: { differing, why } }) =>
			differing.length > 0 || why !== undefined ? "no" : undefined,
		),
	};
}

export const clocks = (runs: readonly RunFigures[]): Section => ({
	title: "Clocks of the machines",
	note: "In ms: the median by which the second clock is ahead of the first, its bounds over the run, and by how much it changed at least: by drift, or because a clock was set.",
	columns: ["run", "from", "to", "ahead", "at least", "at most", "changed by"],
	rows: runs.flatMap(({ label, clocks: rows }) =>
		rows
			.slice(0, MAX_ROWS)
			.map(({ from_host, to_host, offset_ns, low_ns, high_ns, moved_ns }) => [
				label,
				from_host,
				to_host,
				ms(offset_ns),
				ms(low_ns),
				ms(high_ns),
				ms(moved_ns),
			]),
	),
});
