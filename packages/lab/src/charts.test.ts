import { describeNeeding } from "@lab/core/testing";
import { expect, test } from "vitest";
import { chartFactsFolder, readChartFacts, readCrds } from "./chart-facts.ts";
import { type Chart, charts } from "./charts.ts";

const all: readonly Chart[] = Object.values(charts);

test("no two releases share a name", () => {
	const names = all.map(({ releaseName }) => releaseName);
	expect(new Set(names).size).toBe(names.length);
});

test("a chart that vaclab-2 has keeps its release name, since claims derive from it", () => {
	expect(
		Object.fromEntries(
			all
				.filter(({ pinned }) => pinned !== undefined)
				.map(({ releaseName, name }) => [releaseName, name]),
		),
	).toEqual({
		authentik: "authentik",
		kyverno: "kyverno",
		longhorn: "longhorn",
		otel: "opentelemetry-collector",
		"otel-external": "opentelemetry-collector",
		"policy-reporter": "policy-reporter",
		"vaclab-bandwidth-operator": "vaclab-bandwidth-operator",
		"vaclab-scheduler": "vaclab-scheduler",
		vlc: "victoria-logs-cluster",
		"vlc-external": "victoria-logs-cluster",
		vmks: "victoria-metrics-k8s-stack",
		"vmks-external": "victoria-metrics-k8s-stack",
	});
});

const chartFacts = {
	what: "charts' facts",
	there: () => chartFactsFolder() !== undefined,
};

describeNeeding([chartFacts], "what the charts say of themselves", () => {
	test.each(all.map((chart) => [chart.releaseName, chart] as const))(
		"%s: the program's version is the one in Chart.yaml",
		(_name, chart) => {
			expect(readChartFacts(chart)?.appVersion).toBe(chart.appVersion);
		},
	);

	test.each(
		all
			.filter((chart) => (readChartFacts(chart)?.crdFiles.length ?? 0) > 0)
			.map((chart) => [chart.releaseName, chart] as const),
	)("%s: declares the group of every CRD that it brings", (_name, chart) => {
		const facts = readChartFacts(chart);
		const crds = (facts === undefined ? [] : readCrds(facts)) as {
			spec: { group: string };
		}[];
		expect(chart.crdGroups).toEqual(
			[...new Set(crds.map(({ spec }) => spec.group))].sort(),
		);
	});
});
