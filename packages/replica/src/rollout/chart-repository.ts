import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { toYaml } from "@lab/core";
import { archiveName, type ChartRef } from "@lab/toolchain";

export interface ChartRepository {
	readonly url: string;
	close(): Promise<void>;
}

export interface ServedChart {
	readonly ref: ChartRef;
	/** Path of the chart archive. */
	readonly path: string;
}

/**
 * Serves chart archives as a repository on loopback. Keep the port stable: a
 * chart's URL is part of what Fleet deploys, so another port is a change.
 */
export async function serveCharts(
	served: readonly ServedChart[],
	port: number,
): Promise<ChartRepository> {
	const archives = new Map(
		await Promise.all(
			served.map(
				async ({ ref, path }) =>
					[archiveName(ref), { ref, bytes: await readFile(path) }] as const,
			),
		),
	);
	const entries: Record<string, object[]> = {};
	for (const [name, { ref, bytes }] of archives) {
		entries[ref.chart] ??= [];
		entries[ref.chart]?.push({
			apiVersion: "v2",
			name: ref.chart,
			version: ref.version,
			urls: [name],
			digest: createHash("sha256").update(bytes).digest("hex"),
		});
	}
	const index = toYaml({ apiVersion: "v1", entries });
	const server = createServer((request, response) => {
		const name = (request.url ?? "").slice(1);
		const body =
			name === "index.yaml"
				? index
				: archives.get(decodeURIComponent(name))?.bytes;
		if (body === undefined) response.writeHead(404).end();
		else response.end(body);
	});
	await new Promise<void>((listening, fail) =>
		server.once("error", fail).listen(port, "127.0.0.1", listening),
	);
	return {
		url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
		close: async () => {
			server.closeAllConnections();
			await new Promise((closed) => server.close(closed));
		},
	};
}
