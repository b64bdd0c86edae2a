import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { readChartFacts } from "../chart-facts.ts";
import { charts } from "../charts.ts";
import { facts } from "../facts.ts";
import { factsOfUnpacked } from "../unpacked-charts.ts";
import { known, pinned } from "../values.ts";
import { defaultChartValue } from "./default-chart-value.ts";
import { unknownChartValue } from "./unknown-chart-value.ts";

/** Charts as Helm unpacks them, so that the tests cover the whole path from files to findings. */
const folder = mkdtempSync(join(tmpdir(), "lab-charts-"));
afterAll(() => rmSync(folder, { recursive: true }));

function chart(name: string, version: string, files: Record<string, string>) {
	const path = join(folder, `${name}-${version}`);
	for (const [file, text] of Object.entries(files)) {
		mkdirSync(dirname(join(path, file)), { recursive: true });
		writeFileSync(join(path, file), text);
	}
}

chart("forum", "1.2.3", {
	"Chart.yaml": `
dependencies:
  - { name: database, alias: db, version: 2.1.*, repository: "https://a.test" }
  - { name: search, version: 0.9.*, repository: "https://a.test", condition: "search.on, finder.on" }
  - { name: mail, version: 3.0.0, repository: "https://a.test", tags: [extras] }
  - { name: inside, version: "^1.0.0" }
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
	"charts/inside/Chart.yaml": "name: inside\nversion: 1.4.0\n",
	"charts/inside/values.yaml": "depth: 1\n",
});
// A different chart of the same name: the forum contains its own.
chart("inside", "1.9.0", { "values.yaml": "height: 1\n" });
chart("database", "2.1.7", { "values.yaml": "size: 10Gi\nuser: forum\n" });
// Not the version that the forum requires: good enough for keys, but not for defaults.
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
function judge(name: string, version: string, values: unknown) {
	const release = {
		where: "packages/components/src/forum/component.ts",
		namespace: "forum",
		chart: { name, version },
		values,
	};
	const chartFacts = () =>
		factsOfUnpacked(join(folder, `${name}-${version}`), folder);
	return [unknownChartValue, defaultChartValue]
		.flatMap(({ check }) => check(facts, { releases: [release], chartFacts }))
		.map(({ code, what }) => `${code.split("-")[0]} ${what.split(" ")[0]}`);
}

const forum = (values: unknown) => judge("forum", "1.2.3", values);

describe("unknown", () => {
	test.each<[string, unknown, string[]]>([
		["a mistyped key", { server: { replica: 2 } }, ["unknown server.replica"]],
		["a top-level key", { redis: { on: true } }, ["unknown redis"]],
		["a listed key", { server: { replicas: 2 } }, []],
		["a key that is listed as a comment", { server: { className: "a" } }, []],
		["the same key elsewhere", { className: "a" }, ["unknown className"]],
		["any key below {}", { server: { extra: { a: { b: 1 } } } }, []],
		["any key below a key without a value", { stateful: { a: 1 } }, []],
		["any label", { server: { podLabels: { a: "b" } } }, []],
		["a key with a reason", { server: { replica: known(2, "read") } }, []],
		["a key of a sub-chart, by its alias", { db: { user: "lab" } }, []],
		["a mistyped key of it", { db: { usr: "lab" } }, ["unknown db.usr"]],
		["a key of a sub-chart at another version", { search: { shards: 4 } }, []],
		["any key of an unknown sub-chart", { mail: { a: 1 } }, []],
		[
			"a pinned key that is unknown",
			{ serve: pinned(1, "") },
			["unknown serve"],
		],
		["the switch of a sub-chart", { finder: { on: true } }, []],
		["a misspelt switch", { finder: { onn: true } }, ["unknown finder.onn"]],
		["a tag of a sub-chart", { tags: { extras: false } }, []],
		["an unknown tag", { tags: { extra: false } }, ["unknown tags.extra"]],
		["a global of an unknown sub-chart", { global: { a: 1 } }, []],
		["a key of a bundled sub-chart", { inside: { depth: 2 } }, []],
		[
			"a key of another chart of the same name",
			{ inside: { height: 2 } },
			["unknown inside.height"],
		],
		["an undefined key", { server: { replica: undefined } }, []],
	])("%s", (_what, values, expected) => {
		expect(forum(values)).toEqual(expected);
	});

	test.each<[string, unknown, string[]]>([
		["a key that only the schema lists", { unlisted: 1 }, []],
		["a key that a closed schema lacks", { more: 1 }, ["unknown more"]],
		["a key below a reference", { config: { a: 1 } }, []],
		[
			"an unknown key below a reference",
			{ config: { b: 1 } },
			["unknown config.b"],
		],
		["any key where the schema allows it", { free: { x: { y: 1 } } }, []],
	])("a chart with a schema: %s", (_what, values, expected) => {
		expect(judge("strict", "1.0.0", values)).toEqual(expected);
	});

	test.each<[string, unknown, string[]]>([
		["a known field", { retentionPeriod: "1w" }, []],
		[
			"a misspelt field",
			{ retentionPeriodd: "1w" },
			["unknown vmsingle.spec.retentionPeriodd"],
		],
		[
			"a misspelt nested field",
			{ storage: { resource: {} } },
			["unknown vmsingle.spec.storage.resource"],
		],
	])("the spec of a custom resource: %s", (_what, spec, expected) => {
		const release = {
			where: "",
			namespace: "",
			chart: charts.victoriaMetricsStack,
			values: { vmsingle: { spec } },
		};
		expect(
			unknownChartValue
				.check(facts, { releases: [release] })
				.map(({ what }) => `unknown ${what.split(" ")[0]}`),
		).toEqual(expected);
	});
});

describe("default", () => {
	test.each<[string, unknown, string[]]>([
		["a number", { server: { replicas: 1 } }, ["default server.replicas"]],
		["a list", { server: { args: ["a", "b"] } }, ["default server.args"]],
		["a reordered list", { server: { args: ["b", "a"] } }, []],
		["an empty map, which Helm merges", { server: {} }, ["default server"]],
		[
			"a label",
			{ server: { podLabels: { tier: "web" } } },
			["default server.podLabels.tier"],
		],
		[
			"the parent's default for a sub-chart",
			{ db: { size: "20Gi" } },
			["default db.size"],
		],
		["a sub-chart's default", { db: { user: "forum" } }, ["default db.user"]],
		["a default that the parent overrides", { db: { size: "10Gi" } }, []],
		["a default of another version", { search: { shards: 3 } }, []],
		["a pinned default", { server: { replicas: pinned(1, "one writer") } }, []],
		["a default in a pinned map", { server: pinned({ replicas: 1 }, "") }, []],
	])("%s", (_what, values, expected) => {
		expect(forum(values)).toEqual(expected);
	});
});

describe.each(
	Object.values(charts).map((chart) => [chart.releaseName, chart] as const),
)("the values of %s", (_name, chart) => {
	const known = readChartFacts(chart);
	const judged = (values: object) =>
		unknownChartValue.check(facts, {
			releases: [{ where: "", namespace: "", chart, values }],
		});

	test("every top-level key, also of sub-charts, is known, and its misspelling is not", () => {
		const keys = [
			...Object.keys(known?.values ?? {}),
			...(known?.subcharts.map(({ key }) => key) ?? []),
		];
		for (const key of keys) {
			expect(judged({ [key]: {} })).toEqual([]);
			const misspelt = `${key}${key.at(-1)}`;
			expect(judged({ [misspelt]: {} })).toMatchObject([
				{
					what: `${misspelt} is not a value of chart ${chart.name} ${chart.version}`,
					help: expect.stringContaining("did you mean '"),
				},
			]);
		}
	});
});
