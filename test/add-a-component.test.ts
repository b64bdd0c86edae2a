import { readFileSync } from "node:fs";
import { readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { tryRun } from "@lab/core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { newcomersCopy } from "./_newcomer.ts";

const root = join(import.meta.dirname, "..");
let copy: string;

beforeAll(async () => {
	copy = await newcomersCopy();
}, 120_000);
afterAll(() => rm(copy, { recursive: true, force: true }));

const run = async (program: string, ...words: string[]) => {
	const { exit, stdout, stderr } = await tryRun(program, words, {
		cwd: copy,
		timeout: "5m",
	});
	return { exit, said: stdout + stderr };
};

const lab = (...words: string[]) =>
	run(
		"node",
		"packages/launch/launch.mjs",
		"packages/cli/src/main.ts",
		...words,
	);

const guide = readFileSync(join(root, "CONTRIBUTING.md"), "utf8");

/** The files that the guide shows, by path. */
const shown = new Map(
	[...guide.matchAll(/```ts\n\/\/ (packages\/\S+)\n([\s\S]*?)```/g)].map(
		([, path = "", text = ""]) => [path, text],
	),
);

const read = (path: string) => readFile(join(copy, path), "utf8");

const folder = "packages/components/src/whoami";
const namespaces = "packages/lab/src/namespaces.ts";
const registry = "packages/components/src/registry.ts";

const dashboards = "packages/monitoring/src/dashboards";

test("a new component is what CONTRIBUTING shows, a new dashboard is rendered, and all is green at once", async () => {
	await writeFile(
		join(copy, "components.json"),
		JSON.stringify({
			extends: "./tsconfig.json",
			include: ["packages/components/src", "packages/monitoring/src"],
		}),
	);
	const [, command = ""] = /^pnpm lab (component new .+)$/m.exec(guide) ?? [];
	const component = await lab(...command.split(" "), "--json");
	expect(component.exit, component.said).toBe(0);
	expect(JSON.parse(component.said)).toMatchObject({
		name: "whoami",
		files: [...shown.keys()].sort(),
		edited: [namespaces, registry],
	});
	for (const [path, text] of shown) expect(await read(path), path).toBe(text);
	const dashboard = await lab("dashboard", "new", "store-health");
	expect(dashboard.exit, dashboard.said).toBe(0);

	const rendered = await lab("synth");
	expect(rendered.exit, rendered.said).toBe(0);
	expect(rendered.said).not.toContain("untested-component");
	expect(await read("fleet/whoami/fleet.yaml")).toContain("name: whoami");
	expect(
		await read(
			"fleet/grafana-dashboards/configmap-dashboard-store-health.yaml",
		),
	).toContain('"title": "Store health"');
	const [, todo = ""] = /run 'pnpm lab ([^']+)'/.exec(rendered.said) ?? [];
	expect(guide).toContain(`here \`pnpm lab ${todo}\``);
	expect((await lab(...todo.split(" "))).exit).toBe(0);
	const done = await lab("synth", "--check");
	expect(done.exit).toBe(0);
	expect(done.said).not.toMatch(/whoami|left to do/);

	expect(await run("node_modules/.bin/tsc", "-p", "components.json")).toEqual({
		exit: 0,
		said: "",
	});
	const style = await run(
		...["node_modules/.bin/biome", "ci", "--colors=off"],
		...[folder, registry, namespaces, dashboards],
	);
	expect(style.exit, style.said).toBe(0);
	const tests = await run(
		...["npx", "vitest", "run", "test/structure", "test/freshness"],
		...["packages/components/src/registry.test.ts", `${folder}/`],
		...["victoria-logs-collector", "victoria-metrics/", "kyverno-policies"],
		...["grafana-dashboards", dashboards],
		...["packages/monitoring/src/scrape", "packages/lab/src/check/"],
	);
	expect(tests.exit, tests.said).toBe(0);
}, 600_000);

test.each([
	["a name that is taken", "component new homepage", "component-exists"],
	["too long for Fleet", `component new ${"a".repeat(54)}`, "wrong-name"],
	["a namespace of Rancher's", "component new local", "wrong-namespace"],
	["a taken dashboard", "dashboard new gossip", "dashboard-exists"],
])("%s is refused, and nothing is written", async (_, command, code) => {
	const files = [registry, namespaces, `${dashboards}/registry.ts`];
	const before = await Promise.all(files.map(read));
	const { exit, said } = await lab(...command.split(" "));
	expect([exit, said]).toEqual([2, expect.stringContaining(`error[${code}]`)]);
	expect(await Promise.all(files.map(read))).toEqual(before);
});

test("without a namespace a component does not compile, and synth says where it belongs", async () => {
	const listed = await read(namespaces);
	await writeFile(
		join(copy, namespaces),
		listed.replace('\twhoami: "component",\n', ""),
	);
	const unlisted = await lab("synth");
	expect(unlisted.exit).toBe(2);
	expect(unlisted.said).toContain("error[unknown-namespace]: whoami");
	const uncompiled = await run(
		...(["node_modules/.bin/tsc", "-p", "components.json"] as const),
	);
	expect(uncompiled.said).toContain(`${folder}/component.ts`);
	await writeFile(join(copy, namespaces), listed);
});

test("a new namespace is named, with the existing one that was perhaps meant", async () => {
	const { exit, said } = await lab(
		..."component new whereami --namespace vaclab-systm".split(" "),
	);
	expect(exit, said).toBe(0);
	expect(said).toContain(
		"new     namespace 'vaclab-systm', did you mean 'vaclab-system'?",
	);
});

test("a component without a test is told about", async () => {
	const file = `${folder}/component.test.ts`;
	await rm(join(copy, file));
	const { said } = await lab("synth", "--check");
	expect(said).toContain("warning[untested-component]: whoami");
});
