import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { facts } from "../facts.ts";
import { defaultChartValue } from "./default-chart-value.ts";

// The cases stand in unknown-chart-value.test.ts: both rules judge in one walk.
test("a repeated default: names value, chart, version and the file to mend", () => {
	const chartFacts = mkdtempSync(join(tmpdir(), "lab-charts-"));
	onTestFinished(() => rmSync(chartFacts, { recursive: true }));
	mkdirSync(join(chartFacts, "forum-2.0.0"));
	writeFileSync(
		join(chartFacts, "forum-2.0.0", "values.yaml"),
		"crds: { install: true }",
	);
	const release = {
		where: "packages/components/src/forum/component.ts",
		namespace: "forum",
		chart: { name: "forum", version: "2.0.0" },
		values: { crds: { install: true } },
	};
	expect(
		defaultChartValue.check(facts, { releases: [release], chartFacts }),
	).toMatchObject([
		{
			what: "crds.install is set to true, the default of chart forum 2.0.0",
			where: "packages/components/src/forum/component.ts",
		},
	]);
});
