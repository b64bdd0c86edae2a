import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import {
	expositionFiles,
	type MetricSource,
	prometheus,
} from "@lab/analysis/sources";
import { run } from "@lab/core";
import { describeNeeding } from "@lab/core/testing";
import { gossipQueries } from "@lab/signals";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
	answerOf,
	conformsAsMetricSource,
	gap,
	openMetrics,
	promText,
	queryOf,
} from "./_metric-source.conformance.ts";
import {
	answering,
	prometheusNeed,
	prometheusPath,
	type Running,
	startPrometheus,
	startVictoriaMetrics,
} from "./_servers.ts";

const folders: string[] = [];
const stops: (() => Promise<void>)[] = [];
afterAll(async () => {
	for (const stop of stops) await stop();
	for (const folder of folders)
		await rm(folder, { recursive: true, force: true });
});
async function folder(): Promise<string> {
	const made = await mkdtemp(join(tmpdir(), "metric-source-"));
	folders.push(made);
	return made;
}

async function files(name: string, text: string): Promise<MetricSource> {
	const root = await folder();
	await writeFile(join(root, name), text);
	return expositionFiles(root);
}

conformsAsMetricSource("OpenMetrics files", () =>
	files("all.om", openMetrics()),
);
conformsAsMetricSource("files in Prometheus' text format", () =>
	files("all.prom", promText()),
);

describeNeeding(["go"], "with VictoriaMetrics", () => {
	let source: MetricSource;
	let server: Running;
	conformsAsMetricSource("VictoriaMetrics", async () => {
		server = await startVictoriaMetrics();
		stops.push(server.stop);
		const answer = await fetch(`${server.url}/api/v1/import/prometheus`, {
			method: "POST",
			body: promText(),
		});
		if (!answer.ok) throw new Error(await answer.text());
		await fetch(`${server.url}/internal/force_flush`);
		source = prometheus(server);
		return source;
	});

	describe("of a run that has just ended", () => {
		const STEP = 5000;
		const now = Math.floor(Date.now() / STEP) * STEP;
		const range = (name: string) => ({
			...queryOf(name),
			scope: { namespace: "lab-just-ended", rateWindow: "121s" as const },
			start: BigInt(now - 60_000) * 1_000_000n,
			end: BigInt(now) * 1_000_000n,
			stepMs: STEP,
		});
		const agoOf = (points: readonly [number, number][] = []) =>
			points.map(([ms, value]) => [(now - ms) / 1000, value]);
		beforeAll(async () => {
			const series = (
				name: string,
				pod: string,
				samples: readonly (readonly [ago: number, value: number])[],
			) =>
				samples.map(
					([ago, value]) =>
						`${name}{namespace="lab-just-ended",pod="${pod}",instance="${pod}",direction="in"} ${value} ${now - ago * 1000}\n`,
				);
			const every5 = Array.from({ length: 25 }, (_, index) => 120 - index * 5);
			await fetch(`${server.url}/api/v1/import/prometheus`, {
				method: "POST",
				body: [
					series(
						"libp2p_peers",
						"relay-0",
						every5.map((ago) => [ago, 1000 - ago] as const),
					),
					// 100 per second, to the end and until 40 s ago.
					series(
						"libp2p_network_bytes_total",
						"relay-0",
						every5.map((ago) => [ago, 100 * (1000 - ago)] as const),
					),
					series(
						"libp2p_network_bytes_total",
						"relay-1",
						every5
							.filter((ago) => ago >= 40)
							.map((ago) => [ago, 100 * (1000 - ago)] as const),
					),
				]
					.flat()
					.join(""),
			});
			await fetch(`${server.url}/internal/force_flush`);
		});

		test("the values of the last 30 s are those that were measured, not copies of older ones", async () => {
			const answer = await answerOf(source, range("libp2p-peers"));
			expect(agoOf(answer["relay-0"])).toEqual(
				[60, 55, 50, 45, 40, 35, 30, 25, 20, 15, 10, 5, 0].map((ago) => [
					ago,
					1000 - ago,
				]),
			);
		});

		test("a node that is gone has a rate until its end, not for two more minutes", async () => {
			const answer = await answerOf(source, range("libp2p-in"));
			for (const [, rate] of agoOf(answer["relay-0"]))
				expect(rate).toBeCloseTo(100, 5);
			const ended = agoOf(answer["relay-1"]);
			for (const [ago, rate] of ended) {
				expect(rate).toBeCloseTo(100, 5);
				// Without a mark of its end, a series is known to have ended after a few scrapes.
				expect(ago).toBeGreaterThanOrEqual(25);
			}
			expect(ended[0]?.[0]).toBe(60);
		});
	});

	const steady = ([ms]: readonly [number, number]) =>
		ms < gap.start || ms >= gap.end;
	test("raw samples and VictoriaMetrics give the same results for all queries without a rate", async () => {
		const raw = await files("all.om", openMetrics());
		for (const { name, rate } of gossipQueries) {
			if (rate) continue;
			const [ours, theirs] = await Promise.all([
				answerOf(raw, queryOf(name)),
				answerOf(source, queryOf(name)),
			]);
			for (const [series, points] of Object.entries(ours)) {
				expect([name, series, theirs[series]?.filter(steady)]).toEqual([
					name,
					series,
					points.filter(steady),
				]);
			}
		}
	});

	// VictoriaMetrics uses a sample before the window, where Prometheus extrapolates.
	test("the rate of a steady counter differs by less than one in ten thousand", async () => {
		const raw = await files("all.om", openMetrics());
		for (const name of ["libp2p-out", "container-recv", "container-sent"]) {
			const [ours, theirs] = await Promise.all([
				answerOf(raw, queryOf(name)),
				answerOf(source, queryOf(name)),
			]);
			expect(Object.keys(theirs)).toEqual(Object.keys(ours));
			for (const [series, points] of Object.entries(ours)) {
				if (series.includes("1")) continue; // has the gap
				expect(points.length).toBeGreaterThan(5);
				for (const [ms, value] of points.slice(2)) {
					const same = theirs[series]?.find(([time]) => time === ms)?.[1];
					expect(Math.abs((same as number) / value - 1)).toBeLessThan(1e-4);
				}
			}
		}
	});
});

describeNeeding([prometheusNeed], "with Prometheus", () => {
	let source: MetricSource;
	const start = async () => {
		const root = await folder();
		const text = join(root, "samples.om");
		await writeFile(text, openMetrics());
		const promtool = join(dirname(prometheusPath() as string), "promtool");
		await run(
			promtool,
			["tsdb", "create-blocks-from", "openmetrics", text, join(root, "data")],
			{ timeout: "60s" },
		);
		const config = join(root, "prometheus.yml");
		await writeFile(config, "global: {}\n");
		const server = await startPrometheus(join(root, "data"), config);
		stops.push(server.stop);
		source = prometheus(server);
		return source;
	};
	conformsAsMetricSource("Prometheus", start);

	test("raw samples and Prometheus give the same results for all queries", async () => {
		const raw = await files("all.om", openMetrics());
		for (const { name } of gossipQueries) {
			const ours = await answerOf(raw, queryOf(name));
			expect([name, Object.keys(ours).length]).not.toEqual([name, 0]);
			expect([name, await answerOf(raw, queryOf(name))]).toEqual([
				name,
				await answerOf(source, queryOf(name)),
			]);
		}
	});
});

describe("a partial result of a metric server", () => {
	const quick = { attempts: 2, firstWait: "1ms" } as const;
	const result = { resultType: "matrix", result: [] };
	test.each([
		[
			"a warning, as from Thanos and Mimir",
			{ status: "success", warnings: ["store unreachable"], data: result },
			"partial-answer",
		],
		[
			"isPartial, as from a VictoriaMetrics cluster",
			{ status: "success", isPartial: true, data: result },
			"partial-answer",
		],
		[
			"an error with status 200",
			{ status: "error", error: "query timed out", data: result },
			"partial-answer",
		],
	] as const)("with %s is an error", async (_name, body, code) => {
		const server = await answering((_request, response) =>
			response.end(JSON.stringify(body)),
		);
		await expect(
			answerOf(prometheus(server, quick), queryOf("libp2p-peers")),
		).rejects.toMatchObject({ code, exit: 3 });
		await server.stop();
	});

	test.each([
		["HTML", "<html>", "text/html"],
		["not JSON", "upstream timed out", "text/plain"],
	] as const)("that is %s is an error", async (_name, body, type) => {
		const server = await answering((_request, response) =>
			response.setHeader("content-type", type).end(body),
		);
		await expect(
			answerOf(prometheus(server, quick), queryOf("libp2p-peers")),
		).rejects.toMatchObject({ code: "not-data" });
		expect(server.requests).toHaveLength(2);
		await server.stop();
	});

	test("a sample without a time is an error", async () => {
		const source = await files("a.prom", "libp2p_peers{} 3\n");
		await expect(
			answerOf(source, queryOf("libp2p-peers")),
		).rejects.toMatchObject({ code: "bad-sample" });
	});
});
