import { expect, test } from "vitest";
import { facts } from "../facts.ts";
import { defaultChartValue } from "./default-chart-value.ts";

// Further cases are in unknown-chart-value.test.ts, since both rules share one traversal.
test("a repeated default: names the value, the chart, its version and the file to fix", () => {
	const chart = { name: "forum", version: "2.0.0" };
	const release = {
		where: "packages/components/src/forum/component.ts",
		namespace: "forum",
		chart,
		values: { crds: { install: true } },
	};
	const chartFacts = () => ({
		...chart,
		values: { crds: { install: true } },
		optional: [],
		subcharts: [],
	});
	expect(
		defaultChartValue.check(facts, { releases: [release], chartFacts }),
	).toMatchObject([
		{
			what: "crds.install is set to true, the default of chart forum 2.0.0",
			where: "packages/components/src/forum/component.ts",
		},
	]);
});
