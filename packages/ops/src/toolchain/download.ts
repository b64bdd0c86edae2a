import { open, rm, stat } from "node:fs/promises";
import { connect } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";

/** The release site cannot serve this; another source may. */
export class Unavailable extends Error {
	override readonly name = "Unavailable";
}

/** The body ended before its end, again and again. */
export class Truncated extends Error {
	override readonly name = "Truncated";
}

export interface DownloadOptions {
	readonly signal?: AbortSignal | undefined;
	/** Called with bytes so far, and all bytes where the server says how many. */
	readonly onBytes?: (bytes: number, total: number | undefined) => void;
}

const CONNECT_MS = 2000;
const IDLE_MS = 30_000;
const FRUITLESS_TRIES = 3;
const RETRY_MS = 500;

const hosts = new Map<string, Promise<boolean>>();

/** Can a connection be made within two seconds? Asked once per host and process. */
export function isReachable(url: string): Promise<boolean> {
	const { host, hostname, port, protocol } = new URL(url);
	const known = hosts.get(host);
	if (known !== undefined) return known;
	const answer = new Promise<boolean>((resolve) => {
		const socket = connect({
			host: hostname.replace(/^\[|\]$/g, ""),
			port: Number(port || (protocol === "http:" ? 80 : 443)),
		});
		const end = (reached: boolean) => {
			socket.destroy();
			resolve(reached);
		};
		// setTimeout of the socket does not cover the look-up of the name.
		setTimeout(end, CONNECT_MS, false).unref();
		socket.once("connect", () => end(true)).once("error", () => end(false));
	});
	hosts.set(host, answer);
	return answer;
}

/** @throws Unavailable */
export async function fetchText(
	url: string,
	signal?: AbortSignal,
): Promise<string> {
	try {
		const response = await request(url, {}, signal);
		if (!response.ok) throw refused(url, response.status);
		return await response.text();
	} catch (error) {
		throw error instanceof Cut ? silent(url, error) : error;
	}
}

/**
 * Downloads into a file, and goes on where an earlier try stopped.
 *
 * @returns whether part of the file is from an earlier call
 * @throws Unavailable, Truncated, and the file system's errors
 */
export async function download(
	url: string,
	file: string,
	options: DownloadOptions = {},
): Promise<{ resumed: boolean }> {
	const atStart = await sizeOf(file);
	let have = atStart;
	let kept = atStart > 0;
	let last: Cut | undefined;
	for (let fruitless = 0; fruitless < FRUITLESS_TRIES; ) {
		await sleep(fruitless * RETRY_MS, undefined, { signal: options.signal });
		const end = await continueFrom(url, file, have, options);
		kept &&= !end.restarted;
		if (end.complete) return { resumed: kept };
		last = end.cut;
		const now = await sizeOf(file);
		fruitless = now > have ? 0 : fruitless + 1;
		have = now;
	}
	if (have === 0) throw silent(url, last);
	throw new Truncated(`the download ends after ${have} bytes`, { cause: last });
}

interface Try {
	readonly complete: boolean;
	/** What an earlier try had brought is gone. */
	readonly restarted: boolean;
	readonly cut?: Cut;
}

/** One request: from `have` on, or from the start where the server knows no ranges. */
async function continueFrom(
	url: string,
	file: string,
	have: number,
	{ signal, onBytes }: DownloadOptions,
): Promise<Try> {
	const idle = new AbortController();
	const timer = setTimeout(() => idle.abort(), IDLE_MS).unref();
	const stop = AbortSignal.any(signal ? [idle.signal, signal] : [idle.signal]);
	const range: Record<string, string> =
		have > 0 ? { range: `bytes=${have}-` } : {};
	try {
		const response = await request(url, range, stop);
		if (response.status === 416) {
			await response.body?.cancel();
			const total = response.headers.get("content-range")?.split("/")[1];
			if (Number(total) === have) return { complete: true, restarted: false };
			await rm(file, { force: true });
			return { complete: false, restarted: true };
		}
		if (!response.ok || response.body === null) {
			throw refused(url, response.status);
		}
		const restarted = response.status !== 206;
		let bytes = restarted ? 0 : have;
		const length = response.headers.get("content-length");
		const total = length === null ? undefined : bytes + Number(length);
		const handle = await open(file, restarted ? "w" : "a");
		try {
			for await (const chunk of chunks(response.body)) {
				timer.refresh();
				await handle.writeFile(chunk);
				bytes += chunk.length;
				onBytes?.(bytes, total);
			}
		} finally {
			await handle.close();
		}
		return { complete: total === undefined || bytes === total, restarted };
	} catch (error) {
		if (error instanceof Cut && !signal?.aborted) {
			return { complete: false, restarted: false, cut: error };
		}
		throw error;
	} finally {
		clearTimeout(timer);
		// Whatever of the body nobody reads any more would keep the connection.
		idle.abort();
	}
}

/** The connection broke, before or amid the body. */
class Cut extends Error {}

/** The body's chunks; tells a cut connection from what the reader does with them. */
async function* chunks(body: ReadableStream<Uint8Array>) {
	const reader = body.getReader();
	for (;;) {
		const { done, value } = await reader.read().catch((cause: unknown) => {
			throw new Cut("the connection was cut", { cause });
		});
		if (done) return;
		yield value;
	}
}

async function request(
	url: string,
	headers: Record<string, string>,
	signal: AbortSignal | undefined,
): Promise<Response> {
	try {
		return await fetch(url, { headers, ...(signal ? { signal } : {}) });
	} catch (cause) {
		throw new Cut("no answer", { cause });
	}
}

function silent(url: string, cut: Cut | undefined): Unavailable {
	const { host } = new URL(url);
	return new Unavailable(`${host} did not answer`, { cause: cut });
}

const refused = (url: string, status: number) =>
	new Unavailable(`${url} answered ${status}`);

const sizeOf = (file: string): Promise<number> =>
	stat(file).then(
		({ size }) => size,
		(error: NodeJS.ErrnoException) => {
			if (error.code === "ENOENT") return 0;
			throw error;
		},
	);
