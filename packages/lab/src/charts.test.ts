import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { describeNeeding } from "@lab/core/testing";
import { expect, test } from "vitest";
import { chartFactsFile, readChartFacts } from "./chart-facts.ts";
import { type Chart, type CrdChart, charts, crdCharts } from "./charts.ts";
import {
	factsOfUnpacked,
	readCrds,
	unpackedChartsFolder,
	unpackedName,
} from "./unpacked-charts.ts";

const all: readonly Chart[] = Object.values(charts);

test("no two releases share a name", () => {
	const names = all.map(({ releaseName }) => releaseName);
	expect(new Set(names).size).toBe(names.length);
});

test("charts of vaclab-2 keep their release names, from which volume claims are named", () => {
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

test.each(all.map((chart) => [chart.releaseName, chart] as const))(
	"%s: the committed facts match its version and that of the packaged program",
	(_name, chart) => {
		expect(readChartFacts(chart)).toMatchObject({
			name: chart.name,
			version: chart.version,
			appVersion: chart.appVersion,
		});
	},
);

test("facts are committed only for charts that the lab uses", () => {
	expect(
		readdirSync(join(import.meta.dirname, "generated/charts")).sort(),
	).toEqual([...new Set(all.map(chartFactsFile))].sort());
});

const folder = unpackedChartsFolder();
const unpackedCharts = {
	what: "unpacked charts",
	isMet: () => folder !== undefined,
};

describeNeeding([unpackedCharts], "the unpacked charts", () => {
	const at = (chart: Chart) => join(folder ?? "", unpackedName(chart));

	test.each(
		all
			.filter((chart) => existsSync(join(at(chart), "values.yaml")))
			.map((chart) => [chart.releaseName, chart] as const),
	)("%s: the committed facts match its files", (_name, chart) => {
		const { values, optional, schema } = factsOfUnpacked(at(chart)) ?? {};
		expect(readChartFacts(chart)).toMatchObject(
			JSON.parse(JSON.stringify({ values, optional, schema })),
		);
	});

	test.each(
		[...all, ...Object.values<CrdChart>(crdCharts)]
			.filter((chart) => readCrds(chart).length > 0)
			.map((chart) => [chart.name, chart] as const),
	)(
		"%s: crdGroups lists the API group of every CRD, unless they come apart",
		(_name, chart) => {
			const crds = readCrds(chart) as { spec: { group: string } }[];
			const { crdsApart, crdsInstalledOnce } = chart as Partial<Chart>;
			expect(crdsApart === true ? crdsInstalledOnce : chart.crdGroups).toEqual(
				[...new Set(crds.map(({ spec }) => spec.group))].sort(),
			);
		},
	);

	test("CRDs can be selected by kind", () => {
		const kinds = (crds: readonly unknown[]) =>
			(crds as { spec: { names: { kind: string } } }[]).map(
				({ spec }) => spec.names.kind,
			);
		const { traefik } = crdCharts;
		expect(kinds(readCrds(traefik, ["Middleware"]))).toEqual(["Middleware"]);
		expect(kinds(readCrds(charts.kyverno, ["ClusterPolicy"]))).toEqual([
			"ClusterPolicy",
		]);
	});
});
