import type { RunFigures } from "../run-figures.ts";
import type { Section } from "./section.ts";

type CrossCheck = RunFigures["crossCheck"][number];

/** Losses by cause: log collector, scraper, protocol or acknowledgement. */
export const losses = (runs: readonly RunFigures[]): Section => ({
	title: "Losses by cause",
	note: "Compares logs with the nodes' own counters, and acknowledgements with arrivals.",
	columns: ["run", "lost by", "affected", "example"],
	rows: runs.flatMap(({ label, crossCheck, publishers }) => [
		...[...new Set(crossCheck.map(({ loser }) => loser))]
			.filter((loser) => loser !== "none")
			.map((loser) => {
				const rows = crossCheck.filter((row) => row.loser === loser);
				const { node, expected, logged, unplanned, counted } =
					rows[0] as CrossCheck;
				return [
					label,
					loser,
					`${rows.length} nodes`,
					`${node}: expected ${expected}, logged ${logged}${unplanned > 0 ? ` and ${unplanned} not in the plan` : ""}, counted ${counted ?? "?"}`,
				];
			}),
		...publishers
			.filter(({ loser }) => loser !== "none")
			.map(({ loser, messages, result, seen }) => [
				label,
				loser,
				`${messages} messages`,
				`${result}, ${seen}`,
			]),
	]),
});

/** Receipts that belong to no expected pair. That a node hears itself is no news. */
export const strays = (runs: readonly RunFigures[]): Section => ({
	title: "Receipts outside the plan",
	columns: ["run", "what", "lines"],
	rows: runs.flatMap(({ label, strays: rows }) =>
		rows
			.filter(({ what, lines }) => lines > 0 && what !== "self-delivery")
			.map(({ what, lines }) => [label, what, lines]),
	),
});
