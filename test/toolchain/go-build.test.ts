import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { run, tryRun } from "@lab/core";
import { describeNeeding } from "@lab/core/testing";
import { ensureTools, moduleFile } from "@lab/toolchain";
import { afterEach, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { lab, named, versionOf } from "./_programs.ts";

const progress = { step: () => {}, note: () => {} };

describeNeeding(["go"], "building with Go", () => {
	let folder: string;

	beforeEach(async () => {
		folder = await mkdtemp(join(tmpdir(), "go-build-"));
	});

	afterEach(async () => {
		vi.unstubAllEnvs();
		await rm(folder, { recursive: true });
	});

	test("if the release site is unreachable, the tool is built with Go", async () => {
		const { exit, stdout, stderr } = await lab(
			["tools", "ensure", "kubeconform", "--json"],
			{ VACLAB_CACHE: folder, VACLAB_RELEASES: "http://127.0.0.1:1" },
		);
		expect(stderr).toContain("127.0.0.1:1 cannot be reached");
		expect(exit).toBe(0);
		const [tool] = JSON.parse(stdout).tools;
		expect(tool.source).toBe("go");
		const { stdout: version } = await run(tool.path, ["-v"], {
			timeout: "20s",
		});
		expect(version).toContain(versionOf("kubeconform"));
	}, 300_000);

	test("a failed build quotes Go's error", async () => {
		const { exit, stderr } = await lab(["tools", "ensure", "kubeconform"], {
			VACLAB_CACHE: folder,
			VACLAB_RELEASES: "http://127.0.0.1:1",
			GOMODCACHE: join(folder, "modules"),
			GOPROXY: "off",
		});
		expect(exit).toBe(3);
		expect(stderr).toContain(`error[go-build-failed]: ${named("kubeconform")}`);
		expect(stderr).toContain("module lookup disabled by GOPROXY=off");
	}, 300_000);

	test("a file of a module is copied once, and later calls need no Go", async () => {
		const crds = () =>
			moduleFile(
				"fleet",
				"github.com/rancher/fleet",
				"charts/fleet-crd/templates/crds.yaml",
				folder,
			);
		const path = await crds();
		expect(await readFile(path, "utf8")).toContain("bundles.fleet.cattle.io");
		vi.stubEnv("PATH", "/nonexistent");
		expect(await crds()).toBe(path);
	}, 300_000);

	test("a folder of a module can be copied, and a missing one is an error", async () => {
		const stages = await moduleFile(
			"kwok",
			"sigs.k8s.io/kwok",
			"kustomize/stage/pod/fast",
			folder,
		);
		expect(
			await readFile(join(stages, "kustomization.yaml"), "utf8"),
		).toContain("resources");
		await expect(
			moduleFile("kwok", "sigs.k8s.io/kwok", "no/such/folder", folder),
		).rejects.toMatchObject({ code: "module-file-missing" });
		await expect(
			moduleFile("kwok", "sigs.k8s.io/kwuk", "kustomize", folder),
		).rejects.toMatchObject({ code: "unknown-module" });
	}, 300_000);
});

describeNeeding(["go"], "fleet-yaml-check", () => {
	let check: string;
	let folder: string;

	beforeAll(async () => {
		const tools = await ensureTools(["fleet-yaml-check"], { progress });
		check = tools["fleet-yaml-check"].path;
	}, 600_000);

	beforeEach(async () => {
		folder = await mkdtemp(join(tmpdir(), "fleet-yaml-"));
	});

	afterEach(() => rm(folder, { recursive: true }));

	async function checkTexts(texts: Record<string, string>, asInput = false) {
		for (const [name, text] of Object.entries(texts)) {
			await writeFile(join(folder, name), text);
		}
		const names = Object.keys(texts);
		const { exit, stdout } = await tryRun(check, asInput ? [] : names, {
			cwd: folder,
			timeout: "20s",
			...(asInput ? { input: names.join("\n") } : {}),
		});
		return { exit, results: JSON.parse(stdout) };
	}

	const GOOD = "defaultNamespace: monitoring\nhelm:\n  version: '1.2.3'\n";

	test("a valid fleet.yaml passes", async () => {
		expect(await checkTexts({ "fleet.yaml": GOOD })).toEqual({
			exit: 0,
			results: [{ path: "fleet.yaml" }],
		});
	});

	test.each([
		["an unknown field", "helm:\n  verion: '1.2.3'\n", "verion"],
		["a duplicate field", "namespace: a\nnamespace: b\n", "namespace"],
		["a wrong type", "dependsOn:\n  - other\n", "dependsOn"],
	])(
		"%s fails, and the other files are still checked",
		async (_, text, reason) => {
			const texts = { "good.yaml": GOOD, "bad.yaml": text };
			const { exit, results } = await checkTexts(texts, true);
			expect(exit).toBe(1);
			expect(results).toEqual([
				{ path: "good.yaml" },
				{ path: "bad.yaml", error: expect.stringContaining(reason) },
			]);
		},
	);
	test("a missing file fails", async () => {
		const { exit, stdout } = await tryRun(check, ["absent.yaml"], {
			cwd: folder,
			timeout: "20s",
		});
		expect(exit).toBe(1);
		expect(stdout).toContain("no such file");
	});
});
