import { existsSync } from "node:fs";
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { toYaml } from "@lab/core";
import { describeNeeding } from "@lab/core/testing";
import { factsOfUnpacked, readCrds } from "@lab/lab";
import { fetchCharts, type WantedChart } from "@lab/toolchain";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { type Registry, startRegistry } from "../experiments/_registry.ts";
import { helm, serveFolder, sha256, writeChart } from "./_charts.ts";

describeNeeding(["go"], "fetching charts packed by Helm", () => {
	let folder: string;
	let packed: string;
	let site: Awaited<ReturnType<typeof serveFolder>>;
	let registry: Registry;
	/** New for each test. */
	let into: string;
	let cacheDir: string;
	let count = 0;

	const forum = { chart: "forum", version: "1.2.3" };
	const mail = { chart: "mail", version: "0.4.0" };
	const archive = ({ chart, version }: typeof forum) =>
		join(packed, `${chart}-${version}.tgz`);

	beforeAll(async () => {
		folder = await mkdtemp(join(tmpdir(), "lab-charts-"));
		packed = join(folder, "packed");
		const sources = join(folder, "sources");
		await mkdir(packed);
		await mkdir(sources);
		const database = await writeChart(sources, {
			name: "database",
			version: "2.1.7",
			values: { size: "10Gi", user: "forum" },
		});
		await helm(
			"package",
			database,
			"--destination",
			join(sources, "forum/charts"),
		);
		const source = await writeChart(sources, {
			name: "forum",
			version: "1.2.3",
			values: { server: { replicas: 1 }, db: { size: "20Gi" } },
			dependencies: [
				{ name: "database", alias: "db", version: "2.1.*", repository: "" },
			],
		});
		await helm("package", source, "--destination", packed);
		// The version has a leading v, as cert-manager's does.
		const other = await writeChart(sources, {
			name: "mail",
			version: "v0.4.0",
			values: { from: "a@b.test" },
		});
		await helm("package", other, "--destination", packed);
		await helm("repo", "index", packed);
		site = await serveFolder(packed);
		registry = await startRegistry();
		await helm(
			...["push", archive(forum), `oci://${registry.host}/shared/charts`],
			"--plain-http",
		);
	}, 600_000);

	afterAll(async () => {
		await site?.stop();
		await registry?.stop();
		await rm(folder, { recursive: true });
	});

	beforeEach(() => {
		into = join(folder, `clone-${count}`, "charts");
		cacheDir = join(folder, `cache-${count++}`);
	});

	const fetched = (
		charts: readonly Omit<WantedChart, "repo">[],
		extra: { folder?: string; mirror?: string } = {},
	) =>
		fetchCharts(
			charts.map((chart) => ({ repo: site.url, ...chart })),
			{ into, cacheDir, progress: { step() {}, note() {} }, ...extra },
		);

	test("from a repository: reports the archive's digest and unpacks subcharts", async () => {
		expect(await fetched([forum])).toMatchObject({
			fetched: [{ from: "repository", digest: await sha256(archive(forum)) }],
			failed: [],
		});
		const path = join(into, "forum-1.2.3");
		expect(factsOfUnpacked(path)).toMatchObject({
			values: { db: { size: "20Gi" } },
			subcharts: [
				{
					key: "db",
					exact: true,
					facts: { version: "2.1.7", values: { user: "forum" } },
				},
			],
		});
	});

	test("a leading v in the published version is ignored", async () => {
		expect((await fetched([mail])).fetched).toMatchObject([
			{ path: join(into, "mail-0.4.0") },
		]);
	});

	test("from an OCI registry: yields the same bytes", async () => {
		const mirror = `oci://${registry.host}/shared/charts/`;
		expect(await fetched([forum], { mirror })).toMatchObject({
			fetched: [{ from: "repository", digest: await sha256(archive(forum)) }],
		});
	});

	test("CRDs in templates of a chart or its subcharts are rendered and can be read", async () => {
		const crd = (plural: string) =>
			toYaml({
				apiVersion: "apiextensions.k8s.io/v1",
				kind: "CustomResourceDefinition",
				metadata: { name: `${plural}.lab.test` },
				spec: { group: "lab.test", names: { kind: "Post", plural } },
			});
		const sources = join(folder, "sources");
		const source = await writeChart(sources, {
			name: "kinds",
			version: "1.0.0",
			values: { crds: { enabled: false } },
			dependencies: [{ name: "inner", version: "1.0.0" }],
			files: {
				"templates/posts.yaml": `{{- if .Values.crds.enabled }}\n${crd("posts")}{{- end }}\n`,
				"templates/other.yaml": "kind: ConfigMap\nmetadata: { name: other }\n",
				"charts/inner/Chart.yaml": "name: inner\nversion: 1.0.0\n",
				"charts/inner/crds/all.yaml": crd("users"),
			},
		});
		await helm("package", source, "--destination", packed);
		await helm("repo", "index", packed);
		const crds = { kubernetes: "1.35.4", set: ["crds.enabled=true"] };
		const kinds = { name: "kinds", version: "1.0.0" };
		await fetched([{ chart: "kinds", version: "1.0.0", crds }]);
		expect(readCrds(kinds, undefined, into)).toMatchObject([
			{ spec: { names: { plural: "posts" } } },
			{ spec: { names: { plural: "users" } } },
		]);
	});

	test("a fetched chart is not downloaded again; another clone uses the cache", async () => {
		await fetched([forum]);
		const before = site.requests.length;
		expect((await fetched([forum])).fetched).toMatchObject([
			{ from: "there", digest: await sha256(archive(forum)) },
		]);
		into = join(folder, "another-clone", "charts");
		expect((await fetched([forum])).fetched).toMatchObject([{ from: "cache" }]);
		expect(site.requests.length).toBe(before);
	});

	test("an unavailable chart does not block the others, and is requested again next time", async () => {
		const late = { chart: "late", version: "1.0.0" };
		expect(await fetched([forum, late, mail])).toMatchObject({
			fetched: [{ chart: "forum" }, { chart: "mail" }],
			failed: [{ chart: "late", where: site.url }],
		});
		const source = await writeChart(join(folder, "sources"), {
			name: "late",
			version: "1.0.0",
			values: {},
		});
		await helm("package", source, "--destination", packed);
		await helm("repo", "index", packed);
		expect(await fetched([forum, late])).toMatchObject({
			fetched: [{ from: "there" }, { from: "repository" }],
			failed: [],
		});
	});

	test("an unreachable repository is reported at once", async () => {
		expect(await fetched([forum], { mirror: "http://127.0.0.1:1" })).toEqual({
			fetched: [],
			failed: [
				expect.objectContaining({ reason: "127.0.0.1:1 cannot be reached" }),
			],
		});
	});

	test("an archive with another digest than the recorded one is rejected, and not kept", async () => {
		const digest = "0".repeat(64);
		for (const _ of [1, 2]) {
			const { failed } = await fetched([{ ...forum, digest }]);
			expect(failed).toMatchObject([
				{
					reason: expect.stringContaining(
						`forum 1.2.3 has SHA-256 ${await sha256(archive(forum))}, but ${digest} was recorded`,
					),
				},
			]);
		}
		expect(existsSync(join(into, "forum-1.2.3"))).toBe(false);
		expect(existsSync(join(cacheDir, "charts/forum-1.2.3.tgz"))).toBe(false);
	});

	test("from a folder: packed or unpacked, and a chart under a wrong name is reported", async () => {
		const given = join(folder, "given");
		await mkdir(given, { recursive: true });
		await cp(archive(forum), join(given, "forum-1.2.3.tgz"));
		await cp(join(folder, "sources/mail"), join(given, "mail-0.4.0"), {
			recursive: true,
		});
		await cp(archive(forum), join(given, "forum-9.9.9.tgz"));
		await writeFile(join(given, "broken-1.0.0.tgz"), "no archive");
		const before = site.requests.length;
		const { fetched: there, failed } = await fetched(
			[
				forum,
				mail,
				{ chart: "forum", version: "9.9.9" },
				{ chart: "broken", version: "1.0.0" },
			],
			{ folder: given },
		);
		expect(there).toMatchObject([
			{ chart: "forum", from: "folder", digest: await sha256(archive(forum)) },
			{ chart: "mail", from: "folder" },
		]);
		expect(there[1]).not.toHaveProperty("digest");
		expect(failed).toMatchObject([
			{ reason: "it contains the chart forum 1.2.3, not forum 9.9.9" },
			{ reason: expect.stringContaining("tar") },
		]);
		expect(site.requests.length).toBe(before);
		expect(
			await readFile(join(into, "mail-0.4.0/values.yaml"), "utf8"),
		).toContain("a@b.test");
	});

	test("a folder that does not exist is an error", async () => {
		await expect(
			fetched([forum], { folder: "/nowhere" }),
		).rejects.toMatchObject({ code: "no-charts-folder" });
	});
});
