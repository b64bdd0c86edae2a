import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import { type AddressInfo, createServer as createSocket } from "node:net";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { endDaemon, startDaemon } from "@lab/core";
import { ensureTools, type ToolName } from "@lab/toolchain";

export interface Running {
	readonly url: string;
	stop(): Promise<void>;
}

/** Path of Prometheus: `PROMETHEUS`, or the one on PATH (Debian's package). */
export const prometheusPath = (): string | undefined =>
	[
		process.env.PROMETHEUS ?? "",
		...(process.env.PATH ?? "")
			.split(delimiter)
			.map((folder) => join(folder, "prometheus")),
	].find((path) => path !== "" && existsSync(path));

export const prometheusNeed = {
	what: "prometheus (apt-get install prometheus)",
	isMet: () => prometheusPath() !== undefined,
};

async function freePort(): Promise<number> {
	const socket = createSocket();
	await new Promise<void>((ready) => socket.listen(0, "127.0.0.1", ready));
	const { port } = socket.address() as AddressInfo;
	await new Promise((closed) => socket.close(closed));
	return port;
}

/** Starts a program on a free loopback port, and waits until it responds. */
export async function start(
	program: string,
	args: (port: number, folder: string) => readonly string[],
	health: string,
): Promise<Running> {
	const folder = await mkdtemp(join(tmpdir(), "analysis-server-"));
	const port = await freePort();
	const daemon = await startDaemon(program, args(port, folder), {
		log: join(folder, "log"),
	});
	const url = `http://127.0.0.1:${port}`;
	const stop = async () => {
		await endDaemon(daemon);
		await rm(folder, { recursive: true, force: true });
	};
	for (let tries = 0; tries < 600; tries++) {
		const answer = await fetch(url + health).catch(() => undefined);
		if (answer?.ok) return { url, stop };
		await sleep(100);
	}
	await stop();
	throw new Error(`${program} did not start`);
}

async function tool(name: ToolName): Promise<string> {
	const tools = await ensureTools([name], {
		progress: { step: () => {}, note: () => {} },
	});
	return tools[name].path;
}

export const startVictoriaLogs = async (): Promise<Running> =>
	start(
		await tool("victoria-logs"),
		(port, folder) => [
			`-storageDataPath=${folder}/data`,
			`-httpListenAddr=127.0.0.1:${port}`,
			"-retentionPeriod=100y",
		],
		"/health",
	);

export const startVictoriaMetrics = async (): Promise<Running> =>
	start(
		await tool("victoria-metrics"),
		(port, folder) => [
			`-storageDataPath=${folder}/data`,
			`-httpListenAddr=127.0.0.1:${port}`,
			// With the default latency offset of 30 s, as stores of others have it.
			"-retentionPeriod=100y",
		],
		"/health",
	);

/** Starts Prometheus on blocks written by promtool. */
export const startPrometheus = (
	blocks: string,
	config: string,
): Promise<Running> =>
	start(
		prometheusPath() as string,
		(port) => [
			`--storage.tsdb.path=${blocks}`,
			`--config.file=${config}`,
			`--web.listen-address=127.0.0.1:${port}`,
			"--storage.tsdb.retention.time=100y",
		],
		"/-/ready",
	);

/** Starts a server with the given request handler. */
export async function answering(
	handle: Parameters<typeof createServer>[1] & object,
): Promise<Running & { requests: string[] }> {
	const requests: string[] = [];
	const server: Server = createServer((request, response) => {
		requests.push(request.url ?? "");
		(handle as (a: typeof request, b: typeof response) => void)(
			request,
			response,
		);
	});
	await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
	const { port } = server.address() as AddressInfo;
	return {
		url: `http://127.0.0.1:${port}`,
		requests,
		stop: async () => {
			server.closeAllConnections();
			await new Promise((closed) => server.close(closed));
		},
	};
}

export async function bodyOf(
	request: AsyncIterable<Uint8Array>,
): Promise<string> {
	const chunks: Uint8Array[] = [];
	for await (const chunk of request) chunks.push(chunk);
	return Buffer.concat(chunks).toString("utf8");
}
