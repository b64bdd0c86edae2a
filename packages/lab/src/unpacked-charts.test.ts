import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { factsOfUnpacked, unpackedChartsFolder } from "./unpacked-charts.ts";

const folder = mkdtempSync(join(tmpdir(), "lab-charts-"));
afterAll(() => rmSync(folder, { recursive: true }));

function write(path: string, text: string) {
	mkdirSync(dirname(join(folder, path)), { recursive: true });
	writeFileSync(join(folder, path), text);
}

for (const version of ["1.9.0", "1.10.0", "2.0.0"])
	write(
		`forum-${version}/values.yaml`,
		`version: ${version}\npersistence:\n  # className: fast\n  # -- prose: not a key\n  size: 1Gi\n# top:\n`,
	);

test("values.yaml is the only required file of a chart", () => {
	expect(factsOfUnpacked(join(folder, "forum-1.9.0"))).toMatchObject({
		appVersion: undefined,
		subcharts: [],
		values: { persistence: { size: "1Gi" } },
	});
});

test("commented keys are listed by their path", () => {
	expect(factsOfUnpacked(join(folder, "forum-1.9.0"))?.optional).toEqual([
		"persistence.className",
		"top",
	]);
});

test("a folder without values.yaml is not a chart", () => {
	expect(factsOfUnpacked(join(folder, "forum-3.0.0"))).toBeUndefined();
});

const subchartOf = (version: string, files: Record<string, string> = {}) => {
	write(
		"site-1.0.0/Chart.yaml",
		`dependencies: [{ name: forum, version: "${version}", repository: "https://a.test" }]`,
	);
	write("site-1.0.0/values.yaml", "");
	for (const [path, text] of Object.entries(files))
		write(`site-1.0.0/${path}`, text);
	const facts = factsOfUnpacked(join(folder, "site-1.0.0"), folder);
	return facts?.subcharts[0];
};

test.each([
	["1.10.*", "1.10.0", true],
	["1.9.0", "1.9.0", true],
	// Not in alphabetical order: 1.10 is newer than 1.9.
	["1.*.*", "1.10.0", true],
	["3.1.*", "2.0.0", false],
])(
	"a sub-chart of version %s is read from %s, exact: %s",
	(version, best, exact) => {
		expect(subchartOf(version)).toMatchObject({
			facts: { values: { version: best } },
			exact,
		});
	},
);

test("a bundled sub-chart has priority over neighbouring charts", () => {
	const bundled = {
		"charts/forum/Chart.yaml": "name: forum\nversion: 1.9.9\n",
		"charts/forum/values.yaml": "own: true\n",
	};
	expect(subchartOf("~1.9", bundled)).toMatchObject({
		facts: { version: "1.9.9", values: { own: true } },
		exact: true,
	});
});

test("a schema is reduced to the keywords that define keys", () => {
	write("strict-1.0.0/values.yaml", "port: 1\n");
	write(
		"strict-1.0.0/values.schema.json",
		JSON.stringify({
			type: "object",
			additionalProperties: false,
			properties: { port: { $ref: "#/$defs/port", description: "of it" } },
			$defs: { port: { type: "integer", minimum: 1 } },
		}),
	);
	expect(factsOfUnpacked(join(folder, "strict-1.0.0"))?.schema).toEqual({
		additionalProperties: false,
		properties: { port: { $ref: "#/$defs/port" } },
		$defs: { port: {} },
	});
});

test("the folder that the variable names must exist", () => {
	expect(() => unpackedChartsFolder({ VACLAB_CHART_FACTS: "nowhere" })).toThrow(
		"there is no folder 'nowhere'",
	);
	expect(unpackedChartsFolder({ VACLAB_CHART_FACTS: folder })).toBe(folder);
});
