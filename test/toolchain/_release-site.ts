import { createHash } from "node:crypto";
import {
	createServer,
	type IncomingMessage,
	type ServerResponse,
} from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";

/** A local server that stands for the sites of releases, as a mirror of them. */
export interface ReleaseSite {
	/** For `VACLAB_RELEASES`. */
	readonly url: string;
	/** Files by `<host>/<path>`; add one with its checksum with `publish`. */
	readonly files: Map<string, Buffer>;
	/** Every request for a file: its path, and from which byte on. */
	readonly requests: { path: string; from: number }[];
	/** The connection is cut at this byte of every large file. */
	cutAt: number | undefined;
	/** Bytes per second, for a reader that is to be caught half-way. */
	rate: number | undefined;
	publish(address: string, sums: string, bytes: Buffer): void;
	close(): Promise<void>;
}

const LARGE = 10_000;

export async function startReleaseSite(): Promise<ReleaseSite> {
	const files = new Map<string, Buffer>();
	const requests: ReleaseSite["requests"] = [];
	const server = createServer((request, response) =>
		serve(site, request, response),
	);
	await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
	const { port } = server.address() as AddressInfo;
	const site: ReleaseSite = {
		url: `http://127.0.0.1:${port}`,
		files,
		requests,
		cutAt: undefined,
		rate: undefined,
		publish(address, sums, bytes) {
			files.set(address, bytes);
			const sum = createHash("sha256").update(bytes).digest("hex");
			const line = `${sum}  ${address.split("/").at(-1)}\n`;
			files.set(sums, Buffer.from(line));
		},
		close: () =>
			new Promise((resolve) => {
				server.close(() => resolve());
				server.closeAllConnections();
			}),
	};
	return site;
}

async function serve(
	site: ReleaseSite,
	request: IncomingMessage,
	response: ServerResponse,
): Promise<void> {
	const path = (request.url ?? "").slice(1);
	const bytes = site.files.get(path);
	const from = Number(
		/^bytes=(\d+)-$/.exec(request.headers.range ?? "")?.[1] ?? 0,
	);
	site.requests.push({ path, from });
	if (bytes === undefined) {
		response.writeHead(404).end();
		return;
	}
	if (from >= bytes.length) {
		response
			.writeHead(416, { "content-range": `bytes */${bytes.length}` })
			.end();
		return;
	}
	response.writeHead(from > 0 ? 206 : 200, {
		"content-length": bytes.length - from,
	});
	const isLarge = bytes.length > LARGE;
	const end = isLarge ? (site.cutAt ?? bytes.length) : bytes.length;
	const step = isLarge ? (site.rate ?? bytes.length) / 10 : bytes.length;
	for (let at = from; at < end; at += step) {
		const part = bytes.subarray(at, Math.min(at + step, end));
		await new Promise((sent) => response.write(part, sent));
		if (isLarge && site.rate) await sleep(100);
	}
	if (end === bytes.length) {
		response.end();
		return;
	}
	// Let the reader have what was sent.
	await sleep(100);
	response.destroy();
}
