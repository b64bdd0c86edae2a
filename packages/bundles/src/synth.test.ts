import { spawn } from "node:child_process";
import { on, once } from "node:events";
import {
	appendFile,
	mkdir,
	mkdtemp,
	readdir,
	readFile,
	rename,
	rm,
	symlink,
	writeFile,
} from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { readTree, takeLease } from "@lab/core";
import { ApiObject, App } from "cdk8s";
import { afterEach, beforeEach, expect, test } from "vitest";
import { platform, treeOf } from "./_tree-of.ts";
import { Bundle } from "./bundle.ts";
import { readDisk } from "./disk.ts";
import { differs, synth } from "./synth.ts";
import { renderTree } from "./tree.ts";
import { replaceTree } from "./write.ts";

let folder: string;
beforeEach(async () => {
	folder = join(await mkdtemp(join(tmpdir(), "synth-")), "fleet");
});
afterEach(() => rm(join(folder, ".."), { recursive: true }));

const pvc = (bundle: Bundle) =>
	new ApiObject(bundle.objects, "data", {
		apiVersion: "v1",
		kind: "PersistentVolumeClaim",
		metadata: { name: "data" },
	});

test("synth writes the rendered files, and a second synth changes nothing", async () => {
	const tree = treeOf(3);
	expect((await synth(tree, folder)).written).toBe(true);
	expect(await readTree(folder)).toEqual(tree.files);
	expect(await synth(treeOf(3), folder)).toMatchObject({
		changes: [],
		written: false,
	});
});

test("with check, synth lists the changed objects and writes nothing", async () => {
	await synth(treeOf(1), folder);
	const before = await readTree(folder);
	const { changes } = await synth(treeOf(2), folder, { check: true });
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
	["a removed volume claim", () => {}, 1, "PersistentVolumeClaim default/data"],
])(
	"%s stops synth unless it is accepted",
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

const kept = (bundle: Bundle) =>
	new ApiObject(bundle.objects, "data", {
		apiVersion: "v1",
		kind: "PersistentVolumeClaim",
		metadata: {
			name: "data",
			annotations: { "helm.sh/resource-policy": "keep" },
		},
	});

test("a removed claim that Helm keeps destroys nothing", async () => {
	await synth(treeOf(1, kept), folder);
	expect((await synth(treeOf(1), folder)).written).toBe(true);
});

const stateful = (whenDeleted: string) => (bundle: Bundle) =>
	new ApiObject(bundle.objects, "store", {
		apiVersion: "apps/v1",
		kind: "StatefulSet",
		metadata: { name: "store" },
		spec: {
			selector: { matchLabels: { app: "store" } },
			template: {
				metadata: { labels: { app: "store" } },
				spec: { containers: [{ name: "c", image: "i:1.0.0" }] },
			},
			persistentVolumeClaimRetentionPolicy: { whenDeleted },
		},
	} as never);

test("a removed StatefulSet destroys data only if it deletes its claims", async () => {
	await synth(treeOf(1, stateful("Retain")), folder);
	await synth(treeOf(1), folder);
	await synth(treeOf(1, stateful("Delete")), folder);
	await expect(synth(treeOf(1), folder)).rejects.toMatchObject({
		code: "destructive-change",
		message: expect.stringContaining("StatefulSet.apps default/store"),
	});
});

test.each<[string, object, object, string | undefined]>([
	[
		"other names",
		{ nameOverride: "a" },
		{ nameOverride: "b" },
		"helm.values.web.nameOverride",
	],
	[
		"no volume",
		{ persistence: { enabled: true } },
		{ persistence: { enabled: false } },
		"helm.values.web.persistence.enabled",
	],
	["another size", { persistence: { enabled: true } }, {}, undefined],
])("values of a chart that lead to %s", async (_what, was, is, path) => {
	const chart = (web: object) => {
		const app = new App();
		new Bundle(app, "charted", {
			...{ namespace: "default", source: "test" },
			helm: {
				...{ repo: "https://example.org", chart: "web", version: "1.0.0" },
				...{ releaseName: "web", values: { web } },
			},
		});
		return renderTree(app, platform);
	};
	await synth(chart(was), folder);
	const next = synth(chart(is), folder);
	if (path === undefined) expect((await next).written).toBe(true);
	else
		await expect(next).rejects.toMatchObject({
			code: "destructive-change",
			message: expect.stringContaining(path),
		});
});

test("moving a release to another namespace is destructive", async () => {
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

test("a file that synth did not write is reported, and not removed", async () => {
	await synth(treeOf(1), folder);
	await writeFile(join(folder, "stray.yaml"), "kind: ConfigMap\n");
	await expect(synth(treeOf(1), folder)).rejects.toMatchObject({
		code: "stray-file",
	});
	expect((await readTree(folder)).get("stray.yaml")).toBe("kind: ConfigMap\n");
});

const file = "bundle-1/fleet.yaml";
const elsewhere = (path: string) => join(folder, "..", path);

test.each<[string, () => Promise<unknown>]>([
	["a comment", () => appendFile(join(folder, file), "# a word\n")],
	["an emptied file", () => writeFile(join(folder, file), "")],
	["a missing file", () => rm(join(folder, file))],
	["an empty folder", () => mkdir(join(folder, "bundle-1/more"))],
	["a folder in the place of a file", () => replaceByFolder(file)],
	["a link in the place of a file", () => replaceByLink(file)],
	["a link in the place of a bundle", () => replaceByLink("bundle-1")],
	[
		"a merge conflict",
		() => appendFile(join(folder, file), "<<<<<<< HEAD\n=======\n>>>>>>> b\n"),
	],
	[
		"a merge conflict in the first line",
		async () => {
			const text = await readFile(join(folder, file), "utf8");
			await writeFile(
				join(folder, file),
				`<<<<<<< HEAD\n${text}=======\nname: other\n>>>>>>> b\n`,
			);
		},
	],
])("%s is a difference, which synth corrects", async (_what, spoil) => {
	const tree = treeOf(2);
	await synth(tree, folder);
	await spoil();
	expect(differs(await synth(tree, folder, { check: true }))).toBe(true);
	expect(await synth(tree, folder)).toMatchObject({ written: true });
	expect(await readDisk(folder)).toEqual({
		files: tree.files,
		links: [],
		emptyFolders: [],
	});
	expect(differs(await synth(tree, folder, { check: true }))).toBe(false);
});

async function replaceByFolder(path: string) {
	await rm(join(folder, path));
	await mkdir(join(folder, path));
}

/** The target of the link has the old contents. */
async function replaceByLink(path: string) {
	await rename(join(folder, path), elsewhere("moved"));
	await symlink(elsewhere("moved"), join(folder, path));
}

const hold = (generation: number) => ({
	work: elsewhere(".fleet.synth"),
	generation,
	signal: new AbortController().signal,
});

test("a swap does not start after another synth took the lock", async () => {
	const [old, young] = [treeOf(1), treeOf(2)];
	await synth(old, folder);
	const other = await takeLease(elsewhere(".fleet.synth/lock"), "a test");
	const replaced = replaceTree(folder, young.files, hold(1));
	await expect(replaced).rejects.toMatchObject({
		code: "tree-not-replaced",
		message: expect.stringContaining("another synth took the lock"),
	});
	expect(await readTree(folder)).toEqual(old.files);
	if ("lease" in other) await other.lease.release();
});

test("synth waits for the swap of a process that was killed", async () => {
	await synth(treeOf(1), folder);
	const swap = spawn("sleep", ["1"]);
	const ended = once(swap, "exit");
	await writeFile(elsewhere(".fleet.synth/swap-1"), `${swap.pid}\n`);
	const start = performance.now();
	await synth(treeOf(2), folder);
	expect(swap.exitCode).toBe(0);
	expect(performance.now() - start).toBeGreaterThan(500);
	await ended;
});

const program = join(import.meta.dirname, "_synth-program.ts");

const start = () =>
	spawn("node", ["--import", "tsx", program, folder], {
		stdio: ["pipe", "pipe", "inherit"],
		detached: true,
	});

/** Waits until a program prints a word. */
async function said(
	{ stdout }: Pick<ReturnType<typeof start>, "stdout">,
	word: string,
): Promise<void> {
	for await (const [data] of on(stdout, "data", { close: ["end"] }))
		if (String(data).includes(word)) return;
	throw new Error(`it ended before it said '${word}'`);
}

test("two processes that write at once, 20 times, succeed, and a reader always sees a complete tree", async () => {
	const small = treeOf(40);
	const large = treeOf(60);
	const whole = [small, large].map(({ files }) => JSON.stringify([...files]));
	const programs = [start(), start()];
	try {
		await Promise.all(programs.map((one) => said(one, "ready")));
		await synth(large, folder);
		const seen = new Set<string>();
		for (let round = 0; round < 20; round++) {
			let writing = true;
			const done = Promise.all(
				programs.map((one, index) => {
					const heard = said(one, "done");
					one.stdin.write(`${[40, 60][index]}\n`);
					return heard;
				}),
			).finally(() => {
				writing = false;
			});
			while (writing) {
				const { changes } = await synth(small, folder, { check: true });
				const count = (wanted: string) =>
					changes.filter(({ action }) => action === wanted).length;
				seen.add(
					`${count("add")} missing, ${count("change")} others, ${count("remove")} more`,
				);
			}
			await done;
			expect(whole).toContain(JSON.stringify([...(await readTree(folder))]));
			expect(await readdir(join(folder, "../.fleet.synth"))).toEqual([
				".gitignore",
				"lock",
			]);
		}
		// Differences from the small tree: those of itself and of the large one.
		expect([...seen].sort()).toEqual([
			"0 missing, 0 others, 0 more",
			"0 missing, 0 others, 40 more",
		]);
	} finally {
		for (const one of programs) one.kill();
	}
}, 180_000);

test("synth that is killed at any time leaves either the old or the new tree", async () => {
	const before = treeOf(40);
	const after = treeOf(60);
	await synth(before, folder);
	const seen = new Set<string>();
	for (let round = 0; round < 24; round++) {
		await synth(before, folder, { acceptDestructive: true });
		const child = start();
		child.stdin.write("60\n");
		await said(child, "writing");
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
		const state = [before, after].findIndex(
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

test("a bundle close to the size limit is written, with a warning", async () => {
	const large = treeOf(1, (bundle) => {
		new ApiObject(bundle.objects, "large", {
			apiVersion: "v1",
			kind: "ConfigMap",
			metadata: { name: "large" },
			data: { text: "x".repeat(850_000) },
		} as never);
	});
	expect(large.findings).toMatchObject([
		{ code: "bundle-too-large", severity: "warning" },
	]);
	expect((await synth(large, folder)).written).toBe(true);
});

// biome-ignore lint/suspicious/noTemplateCurlyInString: the test is about this text
test("values with ${...} for another program are not expanded by Fleet", () => {
	const app = new App();
	const helm = {
		repo: "https://example.org",
		chart: "collector",
		version: "1.0.0",
		releaseName: "collector",
	};
	// biome-ignore lint/suspicious/noTemplateCurlyInString: the collector expands it, not JavaScript
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
