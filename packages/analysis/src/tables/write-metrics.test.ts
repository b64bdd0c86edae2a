import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import type { Query } from "@lab/signals";
import { afterEach, beforeEach, expect, test } from "vitest";
import { expositionFiles } from "../sources/exposition-files.ts";
import type { MetricSource } from "../sources/index.ts";
import { Database } from "./database.ts";
import { createViews } from "./views.ts";
import { writeMetrics } from "./write-metrics.ts";

let root: string;
let database: Database;
beforeEach(async () => {
	root = await mkdtemp(join(tmpdir(), "write-metrics-"));
	database = await Database.open();
});
afterEach(async () => {
	database.close();
	await rm(root, { recursive: true, force: true });
});

async function written(source: MetricSource, query: Partial<Query> = {}) {
	const rows = await writeMetrics(
		database,
		source,
		[
			{
				query: {
					name: "q",
					metric: "libp2p_network_bytes_total",
					series: ["pod"],
					better: "lower",
					...query,
				},
				scope: { namespace: "n", rateWindow: "40s" },
				start: 1_000_000_000_000n,
				end: 1_040_000_000_000n,
				stepMs: 20_000,
			},
		],
		{ folder: root, run: "r" },
	);
	await createViews(database, root, "r");
	return {
		rows,
		values: await database.rows(
			"SELECT time, value FROM samples ORDER BY time",
		),
	};
}

test("NaN from a store is no sample", async () => {
	const store: MetricSource = {
		name: "store",
		capabilities: { promql: true, remote: true },
		async *range() {
			yield {
				labels: { pod: "relay-0" },
				times: BigInt64Array.of(1n, 2n, 3n),
				values: Float64Array.of(5, Number.NaN, 7),
			};
		},
	};
	expect(await written(store)).toEqual({
		rows: { q: 2 },
		values: [
			{ time: 1, value: 5 },
			{ time: 3, value: 7 },
		],
	});
});

const lines = [0, 10, 20, 30, 40]
	.map(
		(second) =>
			`libp2p_network_bytes_total{namespace="n"} ${second === 20 ? "NaN" : second * 100} ${1000 + second}\n`,
	)
	.join("");

test("NaN in a file does not make the rate around it NaN", async () => {
	await writeFile(join(root, "relay-0.prom"), lines);
	const { values } = await written(expositionFiles(root), { rate: true });
	expect(values.at(-1)).toEqual({ time: 1_040_000_000_000, value: 100 });
});

test("a file of samples beside its compressed copy counts once", async () => {
	await writeFile(join(root, "relay-0.prom"), lines);
	const once = await written(expositionFiles(root), { rate: true });
	await writeFile(join(root, "relay-0.prom.gz"), gzipSync(lines));
	await rm(join(root, "run=r"), { recursive: true });
	expect(await written(expositionFiles(root), { rate: true })).toEqual(once);
});
