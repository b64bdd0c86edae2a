import { writeFile } from "node:fs/promises";
import { labLabels, readLogs, victoriaLogs } from "@lab/analysis/sources";
import { run } from "@lab/core";
import { ensureTools } from "@lab/toolchain";
import { beforeAll, describe, expect, test } from "vitest";
import { ask, quiet, type TestReplica, until } from "./_replica.ts";

const MINUTES = 60_000;
const TOKEN = "a-token-of-the-test";

/** Paths that change something, or reveal more than data. */
const refused = [
	"/api/v1/import",
	"/api/v1/import/prometheus",
	"/api/v1/import/native",
	"/api/v1/write",
	"/api/v2/write",
	"/write",
	"/api/put",
	"/datadog/api/v2/series",
	"/opentelemetry/v1/metrics",
	"/api/v1/admin/tsdb/delete_series",
	"/api/v1/admin/status/metric_names_stats/reset",
	"/snapshot/create",
	"/snapshot/delete_all",
	"/internal/force_flush",
	"/internal/force_merge",
	"/internal/resetRollupResultCache",
	"/debug/pprof/heap",
	"/metrics",
	"/flags",
	"/-/reload",
	"/config",
	"/api/v1/targets",
	"/insert/jsonline",
	"/insert/elasticsearch/_bulk",
	"/insert/loki/api/v1/push",
	"/delete/run_task",
	"/internal/partition/snapshot/create",
	// Attempts to bypass the list of paths.
	"//api/v1/import/prometheus",
	"/api/v1/query/../import/prometheus",
	"/api/v1/query%2f..%2fimport%2fprometheus",
	"/vmui/../api/v1/import/prometheus",
	"/vmui/..%2fapi/v1/import/prometheus",
	"/select/vmui/../../insert/jsonline",
	"/prometheus/api/v1/import/prometheus",
];

const read = [
	["/api/v1/query", { query: "up" }],
	["/api/v1/query_range", { query: "up", start: "-5m", step: "15s" }],
	["/api/v1/series", { "match[]": "up" }],
	["/api/v1/labels", {}],
	["/api/v1/label/job/values", {}],
	["/api/v1/metadata", {}],
	["/federate", { "match[]": "up" }],
	["/api/v1/export", { "match[]": "up" }],
	["/api/v1/rules", {}],
	["/api/v1/alerts", {}],
	["/select/logsql/query", { query: "*", limit: "3" }],
	["/select/logsql/hits", { query: "*", step: "1h" }],
	["/select/logsql/field_names", { query: "*" }],
	["/select/logsql/field_values", { query: "*", field: "pod" }],
] as const;

/** @param shared a replica that is up; only its stores get new data */
export const publicEndpoints = (shared: () => TestReplica) =>
	describe("the public endpoints", () => {
		let replica: TestReplica;
		let url: string;
		let logsIngestUrl = "";
		let metricsIngestUrl = "";

		beforeAll(async () => {
			replica = shared();
			const endpoints = await replica.endpoints();
			url = endpoints.prometheusUrl;
			({ logsIngestUrl = "", metricsIngestUrl = "" } = endpoints);
			await until(
				() => ask(`${url}/api/v1/query`, { query: 'up{job="etcd"} == 1' }),
				({ text }) => text.includes('"job":"etcd"'),
			);
		}, 2 * MINUTES);

		test.each(read)("answer %s", async (path, form) => {
			expect((await ask(`${url}${path}`, form)).status).toBe(200);
		});

		test.each(refused)("refuse %s", async (path) => {
			const before = await samples();
			// Send the path as it is, as a client would that does not normalize paths.
			for (const method of ["POST", "GET"]) {
				const { stdout } = await run(
					"curl",
					[
						...["--silent", "--path-as-is", "--output", "/dev/null"],
						...["--request", method, "--write-out", "%{http_code}"],
						...["--data-binary", "smuggled 1\n", `${url}${path}`],
					],
					{ timeout: "20s" },
				);
				expect([method, Number(stdout)]).toEqual([
					method,
					expect.toSatisfy((status: number) => status >= 400 && status < 500),
				]);
			}
			expect(await samples()).toBe(before);
		});

		const samples = async () => {
			const smuggled = { query: "count_over_time(smuggled[1h])" };
			return (await ask(`${metricsIngestUrl}/api/v1/query`, smuggled)).text
				.length;
		};

		test("limit the number of points per series", async () => {
			const { status, text } = await ask(`${url}/api/v1/query_range`, {
				query: "up",
				start: "-7d",
				step: "1s",
			});
			expect(status).toBe(422);
			expect(text).toContain("maxPointsPerTimeseries");
		});

		test("work with Prometheus's own client", async () => {
			const { promtool } = await ensureTools(["promtool"], { progress: quiet });
			const ask = async (...words: string[]) =>
				(await run(promtool.path, ["query", ...words], { timeout: "30s" }))
					.stdout;
			expect(await ask("instant", url, "up{job='etcd'}")).toContain("=> 1 @");
			expect(await ask("labels", url, "job")).toContain("etcd");
			expect(await ask("series", "--match=up{job='etcd'}", url)).toContain(
				"etcd",
			);
			expect(await ask("range", "--step=15s", url, "up{job='etcd'}")).toContain(
				"1 @[",
			);
		});

		test("let vmctl copy series in the native format", async () => {
			const { vmctl } = await ensureTools(["vmctl"], { progress: quiet });
			await run(
				vmctl.path,
				[
					...["vm-native", "--vm-native-src-addr", url],
					...["--vm-native-dst-addr", metricsIngestUrl],
					...["--vm-native-filter-match", 'up{job="etcd"}'],
					...[
						"--vm-native-filter-time-start",
						new Date(Date.now() - 600_000).toISOString(),
					],
					...["--vm-extra-label", "copied=yes", "-s", "--disable-progress-bar"],
				],
				{ timeout: "1m" },
			);
			await until(
				() =>
					ask(`${url}/api/v1/query`, {
						query: 'last_over_time(up{copied="yes"}[10m])',
					}),
				({ text }) => text.includes('"job":"etcd"'),
			);
		});

		test("work with this project's log reader", async () => {
			const start = BigInt(Date.now() - 60_000) * 1_000_000n;
			const line = {
				_time: new Date(Date.now() - 30_000).toISOString(),
				_msg: "a line of pod nodes-0",
				"kubernetes.pod_namespace": "zerotesting",
				"kubernetes.pod_name": "nodes-0",
				"kubernetes.container_name": "node",
				"kubernetes.pod_node_name": "node-02",
			};
			await fetch(
				`${logsIngestUrl}/insert/jsonline?_stream_fields=kubernetes.pod_name`,
				{ method: "POST", body: JSON.stringify(line) },
			);
			const query = {
				start,
				end: start + 120_000_000_000n,
				namespace: "zerotesting",
				workloads: ["nodes"],
			};
			const source = victoriaLogs({ url }, labLabels);
			const lines = await until(
				async () => {
					const found: string[] = [];
					for await (const { batches } of readLogs(source, query))
						for await (const batch of batches) found.push(...batch.lines);
					return found;
				},
				(found) => found.length > 0,
			);
			expect(lines).toEqual(["a line of pod nodes-0"]);
		});

		test("stream new lines", async () => {
			const stop = new AbortController();
			// The server sends nothing, not even a status, before the first line.
			const tail = fetch(
				`${url}/select/logsql/tail?query=${encodeURIComponent("tailed")}`,
				{ signal: stop.signal },
			);
			await fetch(`${logsIngestUrl}/insert/jsonline`, {
				method: "POST",
				body: JSON.stringify({ _time: "0", _msg: "a tailed line" }),
			});
			const chunk = await (await tail).body?.getReader().read();
			stop.abort();
			expect(new TextDecoder().decode(chunk?.value)).toContain("a tailed line");
		});

		test(
			"scrape the targets of a file in the targets folder",
			async () => {
				const { targetsFile } = await replica.endpoints();
				const { ports } = await replica.record();
				await writeFile(
					targetsFile,
					JSON.stringify([
						{
							targets: [`127.0.0.1:${ports.etcd}`],
							labels: { pod: "nodes-0", run: "one" },
						},
					]),
				);
				await until(
					() => ask(`${url}/api/v1/query`, { query: 'up{run="one"}' }),
					({ text }) => text.includes('"pod":"nodes-0"'),
				);
			},
			2 * MINUTES,
		);

		test(
			"give other machines access with the token, and reject requests without it",
			async () => {
				const { exit, stdout } = await replica.run([
					...["up", "--no-deploy", "--json"],
					...["--public", "127.0.0.2"],
				]);
				expect(exit).toBe(0);
				const { publicUrl, token } = JSON.parse(stdout);
				expect(publicUrl).toMatch(/^http:\/\/127\.0\.0\.2:/);
				const status = async (path: string, key?: string) =>
					(
						await fetch(`${publicUrl}${path}`, {
							headers:
								key === undefined ? {} : { authorization: `Bearer ${key}` },
						})
					).status;
				expect(await status("/api/v1/query?query=up")).toBe(401);
				expect(await status("/api/v1/query?query=up", TOKEN)).toBe(401);
				expect(await status("/api/v1/query?query=up", token)).toBe(200);
				expect(await status("/api/v1/import/prometheus", token)).toBe(400);
				const again = await replica.run(["up", "--no-deploy", "--json"]);
				expect(JSON.parse(again.stdout)).toMatchObject({ publicUrl });
				expect(again.stdout).not.toContain(token);
				expect((await replica.run(["status", "--json"])).stdout).not.toContain(
					token,
				);
			},
			2 * MINUTES,
		);
	});
