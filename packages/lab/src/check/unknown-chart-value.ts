import { fault, nearest, warning } from "@lab/core";
import { judgeReleases } from "./_chart-values.ts";
import type { Rule } from "./rule.ts";

/** Every value is one that its chart reads; one that it does not is silently ignored by Helm. */
export const unknownChartValue: Rule = {
	code: "unknown-chart-value",
	check(facts, uses) {
		const { odd, missing } = judgeReleases(facts, uses);
		const unknown = odd
			.filter(({ odd }) => odd === "unknown")
			.map(({ path, siblings, release: { where, chart } }) => {
				const key = path.slice(path.lastIndexOf(".") + 1);
				const near = nearest(key, siblings);
				return fault({
					code: "unknown-chart-value",
					what: `${path} is no value of chart ${chart.name} ${chart.version}`,
					where,
					help: `${near === undefined ? "look it up in the chart's values.yaml" : `did you mean '${near}'?`}; or write known(value, 'reason') if its templates read it all the same`,
				});
			});
		return missing.length === 0
			? unknown
			: [
					...unknown,
					warning({
						code: "unchecked-chart-values",
						what: `values were not compared with ${missing.join(", ")}: the charts' facts are not at hand`,
						where: "packages/lab/src/charts.ts",
						help: "fill .lab/charts with <chart>-<version>/ from `helm pull --untar`, or set VACLAB_CHART_FACTS",
					}),
				];
	},
};
