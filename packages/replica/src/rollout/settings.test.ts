import { type Chart, charts, crdCharts, platformParts } from "@lab/lab";
import { findPin } from "@lab/toolchain";
import { expect, test } from "vitest";
import { programsOfCharts } from "./settings.ts";

/** The stack's chart is versioned after the database; its operator has a chart of its own. */
const notItsProgram = ["victoria-metrics-k8s-stack"];

test.each(
	Object.entries(programsOfCharts).filter(
		([chart]) => !notItsProgram.includes(chart),
	),
)("the replica runs the version of %s that the lab runs", (name, program) => {
	const chart = Object.values<Chart>(charts).find((one) => one.name === name);
	expect(findPin(program).version).toBe(chart?.appVersion.replace(/^v/, ""));
});

test("the stack's database is the replica's", () => {
	expect(findPin("victoria-metrics").version).toBe(
		charts.victoriaMetricsStack.appVersion.replace(/^v/, ""),
	);
});

test("certificates are checked against the version that provisioning installs", () => {
	expect(`v${crdCharts.certManager.version}`).toBe(
		platformParts.certManager.version,
	);
});
