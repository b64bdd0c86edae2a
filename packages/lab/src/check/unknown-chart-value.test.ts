import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { facts } from "../facts.ts";
import { known, pinned } from "../values.ts";
import { defaultChartValue } from "./default-chart-value.ts";
import { unknownChartValue } from "./unknown-chart-value.ts";

const folder = mkdtempSync(join(tmpdir(), "lab-charts-"));
afterAll(() => rmSync(folder, { recursive: true }));

function chart(name: string, version: string, files: Record<string, string>) {
	const path = join(folder, `${name}-${version}`);
	mkdirSync(join(path, "crds"), { recursive: true });
	for (const [file, text] of Object.entries(files))
		writeFileSync(join(path, file), text);
}

chart("forum", "1.2.3", {
	"Chart.yaml": `
dependencies:
  - { name: database, alias: db, version: 2.1.* }
  - { name: search, version: 0.9.* }
  - { name: mail, version: 3.0.0 }
`,
	"values.yaml": `
server:
  replicas: 1
  # className: fast
  args: [a, b]
  podLabels: { tier: web }
  extra: {}
  image: { tag: "" }
stateful:
db:
  size: 20Gi
mail:
  from: a@b.test
`,
});
chart("database", "2.1.7", { "values.yaml": "size: 10Gi\nuser: forum\n" });
// Not the version that the forum asks for: knows the keys, not for certain the defaults.
chart("search", "1.0.0", { "values.yaml": "shards: 3\n" });
chart("strict", "1.0.0", {
	"values.yaml": "config: {}\nlimit: 1\n",
	"values.schema.json": JSON.stringify({
		additionalProperties: false,
		properties: {
			config: { $ref: "#/$defs/config" },
			limit: {},
			unlisted: {},
			free: { additionalProperties: true },
		},
		$defs: { config: { additionalProperties: false, properties: { a: {} } } },
	}),
});
chart("resources", "1.0.0", {
	"values.yaml": "store:\n  spec: { copies: 2 }\n",
	"crds/lab.test_stores.yaml": JSON.stringify({
		spec: {
			names: { kind: "Store" },
			versions: [
				{
					schema: {
						openAPIV3Schema: {
							properties: {
								spec: {
									properties: {
										copies: {},
										days: {},
										pod: { "x-kubernetes-preserve-unknown-fields": true },
									},
								},
							},
						},
					},
				},
			],
		},
	}),
});

function judge(name: string, version: string, values: unknown) {
	const resources = {
		...facts.charts.longhorn,
		name: "resources",
		version: "1.0.0",
		crdGroups: ["lab.test"],
		specs: { "store.spec": "Store" },
	} as (typeof facts.charts)[string];
	const release = {
		where: "packages/components/src/forum/component.ts",
		namespace: "forum",
		chart: { name, version },
		values,
	};
	const uses = { releases: [release], chartFacts: folder };
	const checked = { ...facts, charts: { resources } };
	return [unknownChartValue, defaultChartValue]
		.flatMap(({ check }) => check(checked, uses))
		.map(({ code, what }) => `${code.split("-")[0]} ${what.split(" ")[0]}`);
}

const forum = (values: unknown) => judge("forum", "1.2.3", values);

describe("unknown", () => {
	test.each<[string, unknown, string[]]>([
		["a mistyped key", { server: { replica: 2 } }, ["unknown server.replica"]],
		["a key at the top", { redis: { on: true } }, ["unknown redis"]],
		["a listed key", { server: { replicas: 2 } }, []],
		[
			"a key that stands there as a comment",
			{ server: { className: "a" } },
			[],
		],
		["such a key elsewhere", { className: "a" }, ["unknown className"]],
		["any key below {}", { server: { extra: { a: { b: 1 } } } }, []],
		["any key below a key without a value", { stateful: { a: 1 } }, []],
		["any label", { server: { podLabels: { a: "b" } } }, []],
		["a key with a reason", { server: { replica: known(2, "read") } }, []],
		["a key of a sub-chart, by its alias", { db: { user: "lab" } }, []],
		["a mistyped one", { db: { usr: "lab" } }, ["unknown db.usr"]],
		["a key of a sub-chart at another version", { search: { shards: 4 } }, []],
		["any key of a sub-chart that nothing is known of", { mail: { a: 1 } }, []],
		[
			"a pinned key that is unknown",
			{ serve: pinned(1, "") },
			["unknown serve"],
		],
		["a key left out", { server: { replica: undefined } }, []],
	])("%s", (_what, values, expected) => {
		expect(forum(values)).toEqual(expected);
	});

	test.each<[string, unknown, string[]]>([
		["a key of the schema alone", { unlisted: 1 }, []],
		["a key that a closed schema does not have", { more: 1 }, ["unknown more"]],
		["a key below a reference", { config: { a: 1 } }, []],
		["another one", { config: { b: 1 } }, ["unknown config.b"]],
		["any key where the schema admits them", { free: { x: { y: 1 } } }, []],
	])("a chart with a schema: %s", (_what, values, expected) => {
		expect(judge("strict", "1.0.0", values)).toEqual(expected);
	});

	test.each<[string, unknown, string[]]>([
		["a field that it has", { days: 3 }, []],
		["a field that it has not", { dasy: 3 }, ["unknown store.spec.dasy"]],
		["any field where the CRD keeps them", { pod: { a: { b: 1 } } }, []],
	])("the spec of a custom resource: %s", (_what, spec, expected) => {
		expect(judge("resources", "1.0.0", { store: { spec } })).toEqual(expected);
	});

	test("a chart that is not at hand is said to be unchecked", () => {
		expect(judge("absent", "1.0.0", { a: 1 })).toEqual(["unchecked values"]);
	});
});

describe("default", () => {
	test.each<[string, unknown, string[]]>([
		["a number", { server: { replicas: 1 } }, ["default server.replicas"]],
		["a list", { server: { args: ["a", "b"] } }, ["default server.args"]],
		["another list", { server: { args: ["b", "a"] } }, []],
		["an empty map, which Helm merges", { server: {} }, ["default server"]],
		[
			"a label",
			{ server: { podLabels: { tier: "web" } } },
			["default server.podLabels.tier"],
		],
		[
			"the parent's default of a sub-chart",
			{ db: { size: "20Gi" } },
			["default db.size"],
		],
		["a sub-chart's own", { db: { user: "forum" } }, ["default db.user"]],
		["the one that the parent replaced", { db: { size: "10Gi" } }, []],
		["one of another version", { search: { shards: 3 } }, []],
		["pinned", { server: { replicas: pinned(1, "one writer") } }, []],
		["inside a pinned map", { server: pinned({ replicas: 1 }, "") }, []],
	])("%s", (_what, values, expected) => {
		expect(forum(values)).toEqual(expected);
	});
});
