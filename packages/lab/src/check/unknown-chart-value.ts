import { fault, nearest } from "@lab/core";
import { judgeReleases } from "./_chart-values.ts";
import type { Rule } from "./rule.ts";

/** Every value is one that its chart reads; Helm silently ignores all others. */
export const unknownChartValue: Rule = {
	code: "unknown-chart-value",
	check(facts, uses) {
		return judgeReleases(facts, uses)
			.suspects.filter(({ issue }) => issue === "unknown")
			.map(({ path, key, siblings, release: { where, chart } }) => {
				const near = nearest(key, siblings);
				return fault({
					code: "unknown-chart-value",
					what: `${path} is not a value of chart ${chart.name} ${chart.version}`,
					where,
					help: `${near === undefined ? "look it up in the chart's values.yaml" : `did you mean '${near}'?`}; or write known(value, 'reason') if its templates do read it`,
				});
			});
	},
};
