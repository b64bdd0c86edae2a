import { escapeMarkup } from "@lab/core";
import type { RunFigures } from "./run-figures.ts";

/** Renders one suite per run and one case per condition; an unknown condition is a skipped case. */
export function toJunit(runs: readonly RunFigures[]): string {
	const suites = runs.map(({ run, judgements }) => {
		const failures = judgements.filter(({ holds }) => holds === "no").length;
		const skipped = judgements.filter(
			({ holds }) => holds === "unknown",
		).length;
		const cases = judgements.map(({ condition, holds, why }) => {
			const name = `${condition.measure}${condition.atLeast === undefined ? "" : ` at least ${condition.atLeast}`}${condition.atMost === undefined ? "" : ` at most ${condition.atMost}`}`;
			const body =
				holds === "no"
					? `<failure message="${escapeMarkup(why)}"/>`
					: holds === "unknown"
						? `<skipped message="${escapeMarkup(why)}"/>`
						: "";
			return `    <testcase classname="${escapeMarkup(run)}" name="${escapeMarkup(name)}">${body}</testcase>`;
		});
		return `  <testsuite name="${escapeMarkup(run)}" tests="${judgements.length}" failures="${failures}" skipped="${skipped}">\n${cases.join("\n")}\n  </testsuite>`;
	});
	return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites>\n${suites.join("\n")}\n</testsuites>\n`;
}
