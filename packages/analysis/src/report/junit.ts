import type { RunFigures } from "./figures.ts";

const escaped = (text: string): string =>
	text.replace(
		/[&<>"]/g,
		(c) =>
			({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" })[c] as string,
	);

/** One suite per run, one case per condition; what nobody can tell is skipped. */
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
					? `<failure message="${escaped(why)}"/>`
					: holds === "unknown"
						? `<skipped message="${escaped(why)}"/>`
						: "";
			return `    <testcase classname="${escaped(run)}" name="${escaped(name)}">${body}</testcase>`;
		});
		return `  <testsuite name="${escaped(run)}" tests="${judgements.length}" failures="${failures}" skipped="${skipped}">\n${cases.join("\n")}\n  </testsuite>`;
	});
	return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites>\n${suites.join("\n")}\n</testsuites>\n`;
}
