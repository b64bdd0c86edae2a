import { fault } from "@lab/core";
import { judgeReleases } from "./_chart-values.ts";
import type { Rule } from "./rule.ts";

/** No value repeats the chart's default. */
export const defaultChartValue: Rule = {
	code: "default-chart-value",
	check(facts, uses) {
		return judgeReleases(facts, uses)
			.suspects.filter(({ issue }) => issue === "default")
			.map(({ path, value, release: { where, chart } }) =>
				fault({
					code: "default-chart-value",
					what: `${path} is set to ${JSON.stringify(value)}, the default of chart ${chart.name} ${chart.version}`,
					where,
					help: "delete the line, or write pinned(value, 'reason') if it must survive a chart upgrade",
				}),
			);
	},
};
