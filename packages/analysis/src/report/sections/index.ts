import type { Figure } from "../../protocol/index.ts";
import type { RunFigures } from "../run-figures.ts";
import { conditions, imports } from "./conditions.ts";
import {
	deliveries,
	latencies,
	outcomes,
	protocolMeasures,
	untimed,
} from "./deliveries.ts";
import { figureSections } from "./figure-sections.ts";
import { clocks, logLines, shipping } from "./log-lines.ts";
import { losses, strays } from "./losses.ts";
import { metricTables } from "./metrics.ts";
import { missingMessages, missingNodes } from "./missing.ts";
import type { Section } from "./section.ts";
import { runsShown, whatDiffers, whatWasRun } from "./what-was-run.ts";

export type { Section, Tone } from "./section.ts";
export { runsShown, sideFacts, whatWasRun } from "./what-was-run.ts";

/** Tables of a page: those that a reader needs before the plots, and the details. */
export interface Sections {
	readonly first: readonly Section[];
	readonly details: readonly Section[];
}

/**
 * Returns the tables of a report, without those that have no rows.
 *
 * @param figures to show, in this order
 */
export function sectionsOf(
	runs: readonly RunFigures[],
	figures: readonly Figure[],
): Sections {
	const shown = (sections: readonly Section[]) =>
		sections
			.filter(({ rows }) => rows.length > 0)
			.map((one) => (runs.length === 1 ? withoutRun(one) : one));
	return {
		first: shown([
			runsShown(runs),
			conditions(runs),
			imports(runs),
			deliveries(runs),
			latencies(runs),
			protocolMeasures(runs),
			missingMessages(runs),
			whatWasRun(runs),
			whatDiffers(runs),
		]),
		details: shown([
			outcomes(runs),
			missingNodes(runs),
			losses(runs),
			logLines(runs),
			shipping(runs),
			clocks(runs),
			untimed(runs),
			strays(runs),
			...metricTables(runs),
			...figureSections(runs, figures),
		]),
	};
}

/** A page about one run names it in its title. */
const withoutRun = (section: Section): Section =>
	section.columns[0] === "run"
		? {
				...section,
				columns: section.columns.slice(1),
				rows: section.rows.map((row) => row.slice(1)),
			}
		: section;
