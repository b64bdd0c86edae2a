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
import { afterAll, describe, expect, test } from "vitest";
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
	conformsAsMetricSource("VictoriaMetrics", async () => {
		const server = await startVictoriaMetrics();
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

	const steady = ([ms]: readonly [number, number]) =>
		ms < gap.start || ms >= gap.end;
	test("raw samples give what VictoriaMetrics says, for all queries without a rate", async () => {
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

	// VictoriaMetrics looks back beyond the window where Prometheus extrapolates.
	test("a rate of a steady counter is the same to one in ten thousand", async () => {
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

	test("raw samples give what Prometheus itself says, for all 23 queries", async () => {
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

describe("a server of metrics that does not tell all", () => {
	const quick = { attempts: 2, firstWaitMs: 1 };
	const result = { resultType: "matrix", result: [] };
	test.each([
		[
			"a warning, as Thanos and Mimir say it",
			{ status: "success", warnings: ["store unreachable"], data: result },
			"partial-answer",
		],
		[
			"isPartial, as VictoriaMetrics' cluster says it",
			{ status: "success", isPartial: true, data: result },
			"partial-answer",
		],
		[
			"an error with status 200",
			{ status: "error", error: "query timed out", data: result },
			"partial-answer",
		],
	] as const)("by %s, is an error", async (_name, body, code) => {
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
		["text that is no JSON", "upstream timed out", "text/plain"],
	] as const)("by %s, is an error", async (_name, body, type) => {
		const server = await answering((_request, response) =>
			response.setHeader("content-type", type).end(body),
		);
		await expect(
			answerOf(prometheus(server, quick), queryOf("libp2p-peers")),
		).rejects.toMatchObject({ code: "not-data" });
		expect(server.requests).toHaveLength(2);
		await server.stop();
	});

	test("a sample without a time in a file is an error that names its line", async () => {
		const source = await files("a.prom", "libp2p_peers{} 3\n");
		await expect(
			answerOf(source, queryOf("libp2p-peers")),
		).rejects.toMatchObject({ code: "bad-sample" });
	});
});
