import { describeNeeding } from "@lab/core/testing";
import { expect, test } from "vitest";
import { chartFactsFolder, readChartFacts, readCrds } from "./chart-facts.ts";
import {
	type Chart,
	charts,
	type PlatformChart,
	platformCharts,
} from "./charts.ts";

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
		[...all, ...Object.values<PlatformChart>(platformCharts)]
			.filter((chart) => readCrds(chart).length > 0)
			.map((chart) => [chart.name, chart] as const),
	)("%s: declares the group of every kind that it brings", (_name, chart) => {
		const crds = readCrds(chart) as { spec: { group: string } }[];
		expect(chart.crdGroups).toEqual(
			[...new Set(crds.map(({ spec }) => spec.group))].sort(),
		);
	});

	test("kinds can be asked for one by one", () => {
		const kinds = (crds: readonly unknown[]) =>
			(crds as { spec: { names: { kind: string } } }[]).map(
				({ spec }) => spec.names.kind,
			);
		const { traefik } = platformCharts;
		expect(kinds(readCrds(traefik, ["Middleware"]))).toEqual(["Middleware"]);
		expect(kinds(readCrds(charts.kyverno, ["ClusterPolicy"]))).toEqual([
			"ClusterPolicy",
		]);
	});
});
