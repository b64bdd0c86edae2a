import { expect, test } from "vitest";
import { charts } from "../charts.ts";
import { facts } from "../facts.ts";
import { wrongChartValue as rule } from "./wrong-chart-value.ts";

const judge = (chart: { name: string; version: string }, values: unknown) =>
	rule
		.check(facts, {
			releases: [{ where: "here", namespace: "a", chart, values }],
		})
		.map(({ what }) => what.replace(/ of chart [\w-]+/, ""));

test.each<[string, unknown, string[]]>([
	["a word for a number, in a chart without facts", { replicas: "two" }, []],
	[
		"memory in GB",
		{ server: { resources: { limits: { memory: "1GB" } } } },
		['server.resources.limits.memory is "1GB", not a quantity'],
	],
	[
		"a request above the limit",
		{ a: { resources: { requests: { cpu: 2 }, limits: { cpu: "500m" } } } },
		["a.resources.requests.cpu is 2, more than the limit of 500m"],
	],
	[
		"a misspelt field of a toleration",
		{ tolerations: [{ key: "a", operater: "Exists" }] },
		["tolerations[0].operater is not a field of this kind"],
	],
	[
		"a number as a node label",
		{ nodeSelector: { zone: 1 } },
		["nodeSelector.zone is the number 1, not a string"],
	],
	[
		"a claim with an invalid unit",
		{ claim: { resources: { requests: { storage: "10GB" } } } },
		['claim.resources.requests.storage is "10GB", not a quantity'],
	],
	["valid resources", { resources: { limits: { cpu: 1, memory: "1Gi" } } }, []],
])("any chart: %s", (_, values, expected) => {
	expect(judge({ name: "no-facts", version: "1.0.0" }, values)).toEqual(
		expected,
	);
});

test.each<[string, object, string[]]>([
	[
		"a word for a number",
		{ replicationFactor: "two" },
		['replicationFactor is the string "two", not an integer'],
	],
	[
		"half a replica, in a nested field",
		{ vmstorage: { replicaCount: 1.5 } },
		["vmstorage.replicaCount is the number 1.5, not an integer"],
	],
	[
		"a number for a string",
		{ retentionPeriod: 12 },
		["retentionPeriod is the number 12, not a string"],
	],
	["valid fields", { retentionPeriod: "12w", replicationFactor: 2 }, []],
])("the spec of a custom resource: %s", (_, spec, expected) => {
	expect(
		judge(charts.victoriaMetricsStack, { vmcluster: { spec } }).map((what) =>
			what.replace("vmcluster.spec.", ""),
		),
	).toEqual(expected);
});

test.each<[string, unknown, string[]]>([
	[
		"a string for a boolean, which is always true",
		{ crds: { install: "false" } },
		["crds.install is a string, but its default is true or false"],
	],
	[
		"a number for a map, which Helm drops",
		{ crds: 1 },
		["crds is a number, but its default is a map"],
	],
	["a boolean", { crds: { install: false } }, []],
])("type of the chart's default: %s", (_, values, expected) => {
	expect(judge(charts.kyverno, values)).toEqual(expected);
});
