import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Progress, run } from "@lab/core";
import { gossipQueries } from "@lab/signals";
import { pythonWith } from "./_python.ts";
import { measure } from "./measure.ts";
import type { Aim } from "./registry.ts";

const PODS = 3000;
const POINTS = 60;

/** Prometheus' answer to a query of one metric over an hour, with a sample per minute. */
const answer = () =>
	JSON.stringify({
		status: "success",
		data: {
			resultType: "matrix",
			result: Array.from({ length: PODS }, (_, pod) => ({
				metric: {
					pod: `pod-${pod}`,
					instance: `10.0.${pod >> 8}.${pod & 255}:8008`,
					node: `node-0${pod % 6}`,
				},
				values: Array.from({ length: POINTS }, (_v, point) => [
					1_785_892_500 + point * 60,
					String((pod * 31 + point * 7) % 1000),
				]),
			})),
		},
	});

/** Measures all queries of a run of 3,000 pods; the peer merges one metric by an outer join per pod, like 10ksim. */
export async function bench({
	root,
	progress,
}: {
	root: string;
	progress: Progress;
}): Promise<Aim[]> {
	const folder = await mkdtemp(join(tmpdir(), "bench-metrics-"));
	const body = answer();
	const server = createServer((_request, response) =>
		response.setHeader("content-type", "application/json").end(body),
	);
	await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
	try {
		const { port } = server.address() as AddressInfo;
		progress.step(`${gossipQueries.length} metrics of ${PODS} pods`);
		const ours = await measure(
			[
				join(import.meta.dirname, "_metrics-scale.ts"),
				`http://127.0.0.1:${port}`,
				join(folder, "tables"),
			],
			3,
			root,
		);
		progress.step("one metric by an outer merge per pod");
		const json = join(folder, "answer.json");
		await writeFile(json, body);
		const python = await pythonWith(["pandas==2.3.3"]);
		const { stdout } = await run(
			python,
			[
				join(import.meta.dirname, "_outer-merge.py"),
				json,
				join(folder, "peer.csv"),
			],
			{ timeout: "10m" },
		);
		const peer = Number(stdout);
		return [
			{
				what: `${gossipQueries.length} metrics of ${PODS} pods to Parquet`,
				measured: ours.seconds,
				unit: "s",
				atMost: 30,
			},
			{
				what: "metrics to Parquet: peak memory",
				measured: ours.bytes / 1e6,
				unit: "MB",
				atMost: 512,
			},
			{
				what: "peer: one metric to CSV by an outer merge per pod",
				measured: peer,
				unit: "s",
			},
			{
				what: "peer's time per metric / ours",
				measured: (peer * gossipQueries.length) / ours.seconds,
				unit: "x",
			},
		];
	} finally {
		server.close();
		await rm(folder, { recursive: true });
	}
}
