import { createHash } from "node:crypto";
import {
	createServer,
	type IncomingMessage,
	type ServerResponse,
} from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";

/** Local server that acts as a mirror of the release sites. */
export interface ReleaseSite {
	/** Value for `VACLAB_RELEASES`. */
	readonly url: string;
	/** Files by `<host>/<path>`; `publish` adds one with its checksum. */
	readonly files: Map<string, Buffer>;
	/** Path and first byte of every request. */
	readonly requests: { path: string; from: number }[];
	/** Byte of every large file at which to cut the connection. */
	cutAt: number | undefined;
	/** Promise to wait for in the middle of every large file. */
	stall: Promise<void> | undefined;
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
		stall: undefined,
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
	const half = isLarge ? Math.max(from, bytes.length / 2) : end;
	await send(response, bytes.subarray(from, Math.min(half, end)));
	if (isLarge) await site.stall;
	await send(response, bytes.subarray(half, end));
	if (end === bytes.length) {
		response.end();
		return;
	}
	// Let the client receive what was sent.
	await sleep(100);
	response.destroy();
}

const send = (response: ServerResponse, bytes: Buffer): Promise<unknown> =>
	new Promise((sent) => response.write(bytes, sent));
