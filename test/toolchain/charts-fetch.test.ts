import { existsSync } from "node:fs";
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { tryRun } from "@lab/core";
import { describeNeeding } from "@lab/core/testing";
import { charts } from "@lab/lab";
import { ensureTools } from "@lab/toolchain";
import { afterAll, beforeAll, expect, test } from "vitest";
import { newcomersCopy } from "../_newcomer.ts";
import { helm, progress, serveFolder, sha256, writeChart } from "./_charts.ts";

const { name, version } = charts.longhorn;

/** Template of a Service named after the release. */
const serviceOf = (part: string) => `apiVersion: v1
kind: Service
metadata:
  name: {{ .Release.Name }}-${part}
spec:
  ports:
    - name: http
      port: 80
`;

describeNeeding(["go"], "pnpm lab charts fetch", () => {
	let copy: string;
	let packed: string;
	let site: Awaited<ReturnType<typeof serveFolder>>;

	beforeAll(async () => {
		copy = await newcomersCopy();
		packed = join(copy, "packed");
		await mkdir(packed);
		await publish({ defaultSettings: {}, longhornUI: { replicas: 2 } });
		site = await serveFolder(packed);
	}, 600_000);

	afterAll(async () => {
		await site?.stop();
		await rm(copy, { recursive: true, force: true });
	});

	/** Publishes a test chart under the name and version of one of the lab's charts. */
	async function publish(
		values: object,
		files: Readonly<Record<string, string>> = {},
	) {
		const source = await writeChart(join(copy, "sources"), {
			name,
			version,
			values,
			files,
		});
		await helm("package", source, "--destination", packed);
		await helm("repo", "index", packed);
	}

	const lab = async (...words: string[]) => {
		const { exit, stdout, stderr } = await tryRun(
			"node",
			["packages/launch/launch.mjs", "packages/cli/src/main.ts", ...words],
			{
				cwd: copy,
				timeout: "2m",
				// The test chart must not end up in the developer's own cache.
				env: {
					VACLAB_CACHE: join(copy, "cache"),
					VACLAB_TOOL_HELM: (await ensureTools(["helm"], { progress })).helm
						.path,
				},
			},
		);
		return { exit, stderr, stdout };
	};

	const facts = join(
		"packages/lab/src/generated/charts",
		`${name}-${version}.json`,
	);
	const readFacts = async () =>
		JSON.parse(await readFile(join(copy, facts), "utf8"));

	test("an unknown chart is an error that suggests the nearest name", async () => {
		const { exit, stderr } = await lab("charts", "fetch", "longhron");
		expect(exit).toBe(2);
		expect(stderr).toContain("error[unknown-chart]");
		expect(stderr).toContain("did you mean 'longhorn'?");
	});

	test("a mirror that is not a repository URL is rejected before any request", async () => {
		const { exit, stderr } = await lab("charts", "fetch", "--mirror", "mirror");
		expect(exit).toBe(2);
		expect(stderr).toContain("error[wrong-mirror]");
	});

	test("without a network it exits with 3, and names every chart and the alternatives", async () => {
		const { exit, stderr } = await lab(
			...["charts", "fetch", "longhorn", "kyverno"],
			...["--mirror", "http://127.0.0.1:1"],
		);
		expect(exit).toBe(3);
		expect(stderr).toContain("2 of 2 charts could not be fetched");
		expect(stderr).toContain("127.0.0.1:1 cannot be reached");
		expect(stderr).toContain("--charts");
	});

	test("a chart's facts are recorded with its digest, and synth checks values against them", async () => {
		const { exit, stdout } = await lab(
			...["charts", "fetch", "longhorn", "--mirror", site.url, "--json"],
		);
		expect(exit).toBe(0);
		const digest = await sha256(join(packed, `${name}-${version}.tgz`));
		expect(JSON.parse(stdout)).toMatchObject({
			charts: [{ name, version, digest, recorded: true }],
		});
		expect(await readFacts()).toMatchObject({
			digest,
			values: { longhornUI: { replicas: 2 } },
		});
		const synth = await lab("synth", "--check");
		expect(synth.exit).toBe(2);
		expect(synth.stderr).toContain("error[unknown-chart-value]: ");
		expect(synth.stderr).toContain(
			`is not a value of chart ${name} ${version}`,
		);
	});

	test("facts of a version that is no longer used are dropped", async () => {
		const old = "packages/lab/src/generated/charts/longhorn-1.9.0.json";
		await writeFile(join(copy, old), "{}");
		await lab("charts", "fetch", "longhorn", "--mirror", site.url);
		expect(existsSync(join(copy, old))).toBe(false);
	});

	test("what a chart creates is recorded, and synth looks up names in it", async () => {
		await publish({}, { "templates/ui.yaml": serviceOf("ui") });
		await rm(join(copy, ".lab/charts"), { recursive: true });
		await rm(join(copy, facts));
		const { exit, stdout, stderr } = await lab(
			...["charts", "fetch", "longhorn", "--charts", "packed"],
		);
		expect(exit, stderr).toBe(0);
		const record = "packages/lab/src/generated/releases/longhorn.json";
		expect(stdout).toContain(`${record}  recorded`);
		expect(await readFile(join(copy, record), "utf8")).toContain(
			'{"apiVersion":"v1","kind":"Service","metadata":{"name":"longhorn-ui"},"spec":{"ports":[{"name":"http","port":80}]}}',
		);
		const synth = await lab("synth", "--check");
		expect(synth.stderr).toContain(
			"error[unknown-service]: Ingress longhorn names Service longhorn-system/longhorn-frontend, which nothing creates",
		);
	});

	test("a replaced archive is rejected, and the recorded facts are kept", async () => {
		const before = await readFacts();
		await publish({ other: true });
		await rm(join(copy, ".lab/charts"), { recursive: true });
		const { exit, stderr } = await lab(
			...["charts", "fetch", "longhorn", "--charts", "packed"],
		);
		expect(exit).toBe(3);
		expect(stderr).toContain(`${before.digest} was recorded`);
		expect(await readFacts()).toEqual(before);
	});
});
