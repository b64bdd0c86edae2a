import { readFileSync } from "node:fs";
import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fromYaml, fromYamlStream, readTree, toYaml, tryRun } from "@lab/core";
import { afterEach, beforeEach, describe, expect, test } from "vitest";

const root = join(import.meta.dirname, "../..");
let tree: string;

beforeEach(async () => {
	tree = await mkdtemp(join(tmpdir(), "parity-"));
	// Bundles without a chart, so that the test needs no network.
	for (const bundle of [
		"homepage",
		"grafana-dashboards",
		"victoria-metrics-rules",
	])
		await cp(join(root, "fleet", bundle), join(tree, bundle), {
			recursive: true,
		});
});
afterEach(() => rm(tree, { recursive: true, force: true }));

const parity = async (...words: string[]) => {
	const { exit, stdout, stderr } = await tryRun(
		"node",
		[
			...["packages/launch/launch.mjs", "packages/cli/src/main.ts"],
			...["parity", tree, ...words],
		],
		{ cwd: root, timeout: "2m" },
	);
	return { exit, stdout, stderr };
};

interface Answer {
	readonly unexplained: readonly {
		state: string;
		topic: string;
		title: string;
	}[];
}

/** What a measurement of the tree says, as `lost panel <title>`. */
const differences = async () => {
	const { exit, stdout, stderr } = await parity("--json");
	expect(stdout, stderr).toMatch(/^\{/);
	const { unexplained } = JSON.parse(stdout) as Answer;
	return {
		exit,
		found: unexplained.map(
			({ state, topic, title }) => `${state} ${topic} ${title}`,
		),
	};
};

type Json = Record<string, unknown>;

/** Edits an object of the tree. */
async function edit(path: string, change: (object: Json) => void) {
	const file = join(tree, path);
	const object = fromYaml(await readFile(file, "utf8"), file) as Json;
	change(object);
	await writeFile(file, toYaml(object));
}

interface Pod {
	spec: {
		template: {
			spec: {
				tolerations?: object[];
				containers: {
					env: object[];
					resources: { limits: Record<string, string> };
				}[];
			};
		};
	};
}

test("what we have just as well is no difference", async () => {
	expect(await differences()).toEqual({ exit: 0, found: [] });
	const { stdout } = await parity();
	expect(stdout).toContain("0 unexplained differences");
});

test("what another tree has and we have not is named, and the answer is no", async () => {
	const pod = "Deployment homepage/homepage: spec.template.spec";
	await edit("homepage/deployment-homepage.yaml", (object) => {
		const { spec } = (object as unknown as Pod).spec.template;
		const [container] = spec.containers;
		container?.env.push({ name: "LOG_LEVEL", value: "debug" });
		if (container) container.resources.limits.memory = "64Gi";
		spec.tolerations = [
			...(spec.tolerations ?? []),
			{ key: "dedicated", value: "web", effect: "NoSchedule" },
		];
	});
	await edit("homepage/service-homepage.yaml", (object) => {
		(object.metadata as Json).name = "start-page";
	});
	await edit(
		"grafana-dashboards/configmap-dashboard-node-health.yaml",
		({ data }) => {
			const texts = data as Record<string, string>;
			for (const [file, text] of Object.entries(texts)) {
				const dashboard = JSON.parse(text);
				dashboard.panels.push({ type: "stat", title: "Uptime", targets: [] });
				texts[file] = JSON.stringify(dashboard);
			}
		},
	);
	await edit("victoria-metrics-rules/vmrule-experiments.yaml", ({ spec }) => {
		const [group] = (spec as { groups: { rules: object[] }[] }).groups;
		group?.rules.push({ alert: "LabOnFire", expr: "fire > 0" });
	});

	const { exit, found } = await differences();
	expect(exit).toBe(1);
	expect(found.sort()).toEqual([
		`changed limit ${pod}.containers[homepage].resources.limits.memory`,
		"lost alert group experiments: LabOnFire",
		`lost environment ${pod}.containers[homepage].env[LOG_LEVEL]`,
		"lost object Service homepage/start-page",
		"lost panel dashboard dashboard-node-health: Uptime",
		`lost toleration ${pod}.tolerations[dedicated=web:NoSchedule]`,
	]);
	const { stdout } = await parity();
	expect(stdout).toContain("(64Gi, here ");
	expect(stdout).toContain("6 unexplained differences");
});

test("a folder without bundles is refused", async () => {
	await rm(tree, { recursive: true });
	const { exit, stderr } = await parity();
	expect(exit).toBe(2);
	expect(stderr).toContain("error[no-bundles]");
});

describe("the committed report", () => {
	const report = readFileSync(join(root, "docs/reports/parity.md"), "utf8");

	/** Numbers of a row of the table at its head: theirs, same, changed, lost, only here, here. */
	const numbers = (topic: string): number[] => {
		const [, cells = ""] =
			new RegExp(`^\\| ${topic} \\|(.*)\\|$`, "m").exec(report) ?? [];
		return cells.split("|").map(Number);
	};

	test("counts what is in our tree, read in another way", async () => {
		const files = [...(await readTree(join(root, "fleet")))].filter(
			([path]) => !path.startsWith("experiments/"),
		);
		const objects = files
			.filter(([path]) => !/(fleet|kustomization)\.yaml$/.test(path))
			.flatMap(([path, text]) => fromYamlStream(text, path) as Json[]);
		const dashboards = objects
			.filter(({ metadata }) =>
				JSON.stringify(metadata).includes('"grafana_dashboard"'),
			)
			.flatMap(({ data }) => Object.values(data as Record<string, string>));
		const panels = dashboards
			.flatMap((text) => JSON.parse(text).panels as Json[])
			.filter(({ type }) => type !== "row");
		const rules = objects.filter(({ kind }) => kind === "VMRule").map(toYaml);
		const count = (pattern: RegExp) =>
			rules.flatMap((text) => text.match(pattern) ?? []).length;
		const created = await readTree(
			join(root, "packages/lab/src/generated/releases"),
		);
		const charts = [...created.values()].map(
			(text) => JSON.parse(text).renderings[0].objects.length as number,
		);
		expect(numbers("panels of dashboards").at(-1)).toBe(panels.length);
		expect(numbers("alerts").at(-1)).toBe(count(/^ +-? ?alert: /gm));
		expect(numbers("recording rules").at(-1)).toBe(count(/^ +-? ?record: /gm));
		expect(numbers("objects").at(-1)).toBe(
			charts.reduce((sum, one) => sum + one, objects.length),
		);
	});

	test("adds up, and leaves nothing unexplained", () => {
		const topics = [...report.matchAll(/^\| ([a-z ]+) \| \d/gm)].map(
			([, name = ""]) => name,
		);
		expect(topics.length).toBeGreaterThan(10);
		for (const topic of topics) {
			const [theirs = 0, same = 0, changed = 0, lost = 0] = numbers(topic);
			expect(same + changed + lost, topic).toBeLessThanOrEqual(theirs);
		}
		expect(report).toContain("each has a reason below");
	});

	test("counts every panel of vaclab-2 and of its open change", () => {
		const { items } = JSON.parse(
			readFileSync(
				join(root, "packages/parity/src/generated/vaclab-2.json"),
				"utf8",
			),
		) as { items: { panel: Record<string, Json> } };
		const own = Object.entries(items.panel).filter(
			([dashboard]) => !dashboard.startsWith("dashboard vmks-"),
		);
		// Counted with jq in its 25 files: 250 panels of its own, 13 of the change.
		expect(own).toHaveLength(25);
		expect(
			own.reduce((sum, [, panels]) => sum + Object.keys(panels).length, 0),
		).toBe(250 + 13);
	});
});
