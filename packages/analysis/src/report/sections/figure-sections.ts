import type { Figure } from "../../protocol/index.ts";
import type { RunFigures } from "../run-figures.ts";
import { MAX_ROWS, type Section } from "./section.ts";

/** One table per figure of a protocol. */
export const figureSections = (
	runs: readonly RunFigures[],
	figures: readonly Figure[],
): Section[] =>
	figures
		.filter(({ plotOnly }) => !plotOnly)
		.map(({ name, title, note }): Section => {
			const rows = runs.flatMap(({ label, protocols: found }) =>
				(found[name] ?? [])
					.slice(0, MAX_ROWS)
					.map((row) => ({ run: label, ...row })),
			);
			const cut = runs.some(
				({ protocols: found }) => (found[name]?.length ?? 0) > MAX_ROWS,
			);
			return {
				title,
				note: cut
					? `${note} The first ${MAX_ROWS} of each run; ${name}.csv lists all.`
					: note,
				columns: Object.keys(rows[0] ?? {}),
				rows: rows.map((row) =>
					Object.values(row as Record<string, unknown>).map((value) =>
						typeof value === "number"
							? Number(value.toPrecision(9))
							: String(value ?? ""),
					),
				),
			};
		});
