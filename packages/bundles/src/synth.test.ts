import { spawn } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { readTree } from "@lab/core";
import { ApiObject, App } from "cdk8s";
import { afterEach, beforeEach, expect, test } from "vitest";
import { Bundle } from "./bundle.ts";
import { prepareSynth, synth } from "./synth.ts";
import { renderTree } from "./tree.ts";

let folder: string;
beforeEach(async () => {
	folder = join(await mkdtemp(join(tmpdir(), "synth-")), "fleet");
});
afterEach(() => rm(join(folder, ".."), { recursive: true }));

const platform = { namespaces: ["default"], crdGroups: [] };

function treeOf(
	count: number,
	change: (bundle: Bundle, index: number) => void = () => {},
) {
	const app = new App();
	for (let index = 0; index < count; index++) {
		const bundle = new Bundle(app, `bundle-${index}`, {
			namespace: "default",
			source: "test",
		});
		new ApiObject(bundle.objects, "config", {
			apiVersion: "v1",
			kind: "ConfigMap",
			metadata: { name: `config-${index}` },
			data: { word: "on" },
		} as never);
		change(bundle, index);
	}
	return renderTree(app, platform);
}

const pvc = (bundle: Bundle) =>
	new ApiObject(bundle.objects, "data", {
		apiVersion: "v1",
		kind: "PersistentVolumeClaim",
		metadata: { name: "data" },
	});

test("the folder holds what the tree says, and a second synth changes nothing", async () => {
	const tree = treeOf(3);
	expect((await synth(tree, folder)).written).toBe(true);
	expect(await readTree(folder)).toEqual(tree.files);
	expect(await synth(treeOf(3), folder)).toMatchObject({
		changes: [],
		written: false,
	});
});

test("check says what would change, object by object, and writes nothing", async () => {
	await synth(treeOf(1), folder);
	const before = await readTree(folder);
	const { changes } = await prepareSynth(treeOf(2), folder, { check: true });
	expect(
		changes.map(
			({ action, bundle, object }) => `${action} ${bundle} ${object}`,
		),
	).toEqual([
		"add bundle-1 ConfigMap default/config-1",
		"add bundle-1 fleet.yaml",
	]);
	expect(await readTree(folder)).toEqual(before);
});

test.each<[string, (bundle: Bundle, index: number) => void, number, string]>([
	["a removed bundle", () => {}, 0, "every object of the bundle bundle-0"],
	[
		"a removed claim on storage",
		() => {},
		1,
		"PersistentVolumeClaim default/data",
	],
])(
	"%s stops synth until it is accepted",
	async (_title, change, count, what) => {
		await synth(treeOf(1, pvc), folder);
		const before = await readTree(folder);
		const next = treeOf(count, change);
		await expect(synth(next, folder)).rejects.toMatchObject({
			code: "destructive-change",
			exit: 2,
			message: expect.stringContaining(what),
		});
		expect(await readTree(folder)).toEqual(before);
		await synth(next, folder, { acceptDestructive: true });
		expect(await readTree(folder)).toEqual(next.files);
	},
);

test("a release that moves to another namespace is destructive", async () => {
	await synth(treeOf(1), folder);
	const app = new App();
	const moved = new Bundle(app, "bundle-0", {
		namespace: "elsewhere",
		source: "test",
	});
	new ApiObject(moved.objects, "config", {
		apiVersion: "v1",
		kind: "ConfigMap",
		metadata: { name: "config-0" },
	});
	await expect(synth(renderTree(app, platform), folder)).rejects.toMatchObject({
		code: "destructive-change",
		message: expect.stringContaining("defaultNamespace was default"),
	});
});

test("a file that synth did not write is not taken away, but reported", async () => {
	await synth(treeOf(1), folder);
	await writeFile(join(folder, "stray.yaml"), "kind: ConfigMap\n");
	await expect(synth(treeOf(1), folder)).rejects.toMatchObject({
		code: "stray-file",
	});
	expect((await readTree(folder)).get("stray.yaml")).toBe("kind: ConfigMap\n");
});

test("killed at any moment, synth leaves the old tree or the new one", async () => {
	const old = treeOf(40);
	const young = treeOf(60);
	const program = join(import.meta.dirname, "_synth-program.ts");
	await synth(old, folder);
	const seen = new Set<string>();
	for (let round = 0; round < 24; round++) {
		await synth(old, folder, { acceptDestructive: true });
		const child = spawn("node", ["--import", "tsx", program, folder, "60"], {
			stdio: ["ignore", "pipe", "inherit"],
			detached: true,
		});
		await new Promise<void>((started) =>
			child.stdout.once("data", () => started()),
		);
		await setTimeout(round);
		const ended = new Promise((resolve) => child.once("close", resolve));
		try {
			process.kill(-(child.pid ?? 0), "SIGKILL");
		} catch (error) {
			if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
		}
		await ended;
		await setTimeout(100);
		const found = await readTree(folder);
		const state = [old, young].findIndex(
			({ files }) => JSON.stringify([...files]) === JSON.stringify([...found]),
		);
		expect(
			state,
			`round ${round} left ${found.size} files`,
		).toBeGreaterThanOrEqual(0);
		seen.add(["old", "new"][state] ?? "");
	}
	expect(seen).toContain("old");
}, 180_000);

test("a bundle near the limit is a warning, and is written", async () => {
	const large = treeOf(1, (bundle) => {
		new ApiObject(bundle.objects, "large", {
			apiVersion: "v1",
			kind: "ConfigMap",
			metadata: { name: "large" },
			data: { text: "x".repeat(850_000) },
		} as never);
	});
	expect(large.findings).toMatchObject([
		{ code: "bundle-size", severity: "warning" },
	]);
	expect((await synth(large, folder)).written).toBe(true);
});

test("values that hold ${...} for another program are kept from Fleet's templates", () => {
	const app = new App();
	const helm = {
		repo: "https://example.org",
		chart: "collector",
		version: "1.0.0",
		releaseName: "collector",
	};
	const values = { token: "${env:TOKEN_OF_CLIENTS}" };
	new Bundle(app, "with", {
		namespace: "a",
		source: "test",
		helm: { ...helm, values },
	});
	new Bundle(app, "without", { namespace: "b", source: "test", helm });
	const [plain, templated] = renderTree(app, platform)
		.bundles.map(
			({ name, fleetYaml }) =>
				[name, fleetYaml.helm?.disablePreProcess] as const,
		)
		.sort()
		.reverse();
	expect([templated, plain]).toEqual([
		["with", true],
		["without", undefined],
	]);
});
