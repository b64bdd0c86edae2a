import { open, rm, stat } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { fetchWithSignal } from "@lab/core";

/** The release site cannot serve the file; another source may have it. */
export class Unavailable extends Error {
	override readonly name = "Unavailable";
}

/** The connection was cut before the end of the body on every attempt. */
export class Truncated extends Error {
	override readonly name = "Truncated";
}

export interface DownloadOptions {
	readonly signal?: AbortSignal | undefined;
	/** Called with the bytes received so far, and the total if the server reports it. */
	readonly onBytes?: (bytes: number, total: number | undefined) => void;
}

const IDLE_MS = 30_000;
const MAX_FRUITLESS_ATTEMPTS = 3;
const RETRY_MS = 500;

/** @throws Unavailable */
export async function fetchText(
	url: string,
	signal?: AbortSignal,
): Promise<string> {
	const late = AbortSignal.timeout(IDLE_MS);
	const stop = signal === undefined ? late : AbortSignal.any([late, signal]);
	try {
		const response = await request(url, {}, stop);
		if (!response.ok) throw refused(url, response.status);
		return await response.text().catch((cause: unknown) => {
			throw new Cut("the connection was cut", { cause });
		});
	} catch (error) {
		throw error instanceof Cut ? silent(url, error) : error;
	}
}

/**
 * Downloads to a file, and resumes where an earlier attempt stopped.
 *
 * @returns whether part of the file is from an earlier call
 * @throws Unavailable, Truncated, and errors of the file system
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
	for (let fruitless = 0; fruitless < MAX_FRUITLESS_ATTEMPTS; ) {
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
	throw new Truncated(`the download stops after ${have} bytes`, {
		cause: last,
	});
}

interface Attempt {
	readonly complete: boolean;
	/** Whether the bytes of earlier attempts were discarded. */
	readonly restarted: boolean;
	readonly cut?: Cut;
}

/** Makes one request, from byte `have` on, or from the start if the server does not support ranges. */
async function continueFrom(
	url: string,
	file: string,
	have: number,
	{ signal, onBytes }: DownloadOptions,
): Promise<Attempt> {
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
		// An unread rest of the body would keep the connection open.
		idle.abort();
	}
}

/** The connection was cut, before or within the body. */
class Cut extends Error {}

/** Yields the body's chunks, and throws `Cut` for errors of the connection only, not of the consumer. */
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
	signal: AbortSignal,
): Promise<Response> {
	try {
		return await fetchWithSignal(url, { headers, signal });
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
