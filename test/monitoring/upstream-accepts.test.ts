import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { components } from "@lab/components";
import { run, toYaml, tryRun } from "@lab/core";
import { describeNeeding } from "@lab/core/testing";
import { environments } from "@lab/lab";
import { dashboards, scrapeJobs } from "@lab/monitoring";
import { ensureTools } from "@lab/toolchain";
import { afterAll, beforeAll, expect, test } from "vitest";

/** Replaces Grafana's variables with sample values, as Grafana does before it sends a query. */
const substituteVariables = (expr: string): string =>
	expr.replaceAll("$__rate_interval", "2m").replaceAll(/\$\w+/g, "any");

const expressions = dashboards.flatMap(({ rows }) =>
	rows.flatMap(({ panels }) =>
		panels.flatMap(({ queries }) =>
			queries.map(({ expr }) => substituteVariables(expr)),
		),
	),
);

const rulesOf = (exprs: readonly string[]): string =>
	toYaml({
		groups: [
			{
				name: "panels",
				rules: exprs.map((expr, index) => ({ record: `panel_${index}`, expr })),
			},
		],
	});

describeNeeding(["go"], "upstream programs", () => {
	const names = ["vmagent", "promtool", "node_exporter"] as const;
	let tools: Record<(typeof names)[number], { readonly path: string }>;
	let folder: string;
	beforeAll(async () => {
		folder = await mkdtemp(join(tmpdir(), "monitoring-"));
		tools = await ensureTools(names, { progress: { step() {}, note() {} } });
	}, 1_800_000);
	afterAll(() => rm(folder, { recursive: true }));

	const file = async (name: string, text: string): Promise<string> => {
		const path = join(folder, name);
		await writeFile(path, text);
		return path;
	};
	const dryRun = (path: string) =>
		tryRun(
			tools.vmagent.path,
			[
				"-dryRun",
				"-promscrape.config.strictParse=true",
				`-promscrape.config=${path}`,
				"-remoteWrite.url=http://127.0.0.1:1",
			],
			{ timeout: "1m" },
		);

	test("vmagent accepts every scrape job, and rejects a misspelt field", async () => {
		const good = await file(
			"jobs.yaml",
			toYaml({ scrape_configs: scrapeJobs }),
		);
		expect((await dryRun(good)).exit).toBe(0);
		const bad = await file(
			"misspelt.yaml",
			toYaml({ scrape_configs: [{ ...scrapeJobs[0], metric_path: "/" }] }),
		);
		expect((await dryRun(bad)).exit).not.toBe(0);
	});

	test("Prometheus's own parser accepts every query of every panel, and rejects MetricsQL", async () => {
		const check = async (name: string, exprs: readonly string[]) =>
			tryRun(
				tools.promtool.path,
				["check", "rules", await file(name, rulesOf(exprs))],
				{ timeout: "1m" },
			);
		expect((await check("panels.yaml", expressions)).exit).toBe(0);
		expect((await check("wrong.yaml", ["rate(x)[5m]"])).exit).not.toBe(0);
	});

	test("node-exporter accepts every argument of the component", async () => {
		const component = components.find(({ name }) => name === "node-exporter");
		const args = component?.values?.(environments.vaclab).extraArgs as string[];
		expect(args.length).toBeGreaterThan(0);
		await run(tools.node_exporter.path, [...args, "--version"], {
			timeout: "1m",
		});
		const wrong = await tryRun(
			tools.node_exporter.path,
			["--collector.no-such", "--version"],
			{ timeout: "1m" },
		);
		expect(wrong.exit).not.toBe(0);
	});
});
