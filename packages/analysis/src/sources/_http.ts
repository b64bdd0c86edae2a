import { setTimeout as sleep } from "node:timers/promises";
import { exitCode, LabError } from "@lab/core";

export interface Endpoint {
	/** Without a path: `http://127.0.0.1:9428`. */
	readonly url: string;
	/** Authorization, tenant and the like. */
	readonly headers?: Readonly<Record<string, string>>;
	/** A server silent for so long has let us down. */
	readonly silenceMs?: number;
}

interface Asked {
	readonly path: string;
	readonly form?: Readonly<Record<string, string>>;
	readonly json?: unknown;
	readonly method?: string;
	readonly signal?: AbortSignal | undefined;
}

/** Worth another try: `retryAfterMs` is the server's own wish. */
export class Passing extends LabError {
	readonly retryAfterMs: number;
	constructor(code: string, what: string, where: string, retryAfterMs = 0) {
		super({
			code,
			what,
			where,
			help: "see whether the server is well, then start again: finished slices are kept",
			exit: exitCode.letDown,
		});
		this.retryAfterMs = retryAfterMs;
	}
}

/** Sends one request; its answer has status 200 and is not a page for people. */
export async function ask(server: Endpoint, asked: Asked): Promise<Body> {
	const where = `${server.url}${asked.path}`;
	const silence = new AbortController();
	const limit = server.silenceMs ?? 60_000;
	const timer = setTimeout(() => silence.abort(), limit);
	const signals = [silence.signal, ...(asked.signal ? [asked.signal] : [])];
	const passing = (error: unknown): never => {
		clearTimeout(timer);
		if (asked.signal?.aborted) throw error;
		if (silence.signal.aborted) {
			throw new Passing("server-silent", `no byte for ${limit} ms`, where);
		}
		const cause = (error as Error).cause as Error | undefined;
		throw new Passing(
			"answer-cut",
			`the connection broke: ${cause?.message ?? (error as Error).message}`,
			where,
		);
	};
	const response = await fetch(where, {
		method: asked.method ?? "POST",
		headers: {
			...(asked.form && {
				"content-type": "application/x-www-form-urlencoded",
			}),
			...(asked.json !== undefined && { "content-type": "application/json" }),
			...server.headers,
		},
		...(asked.form && { body: new URLSearchParams(asked.form) }),
		...(asked.json !== undefined && { body: JSON.stringify(asked.json) }),
		signal: AbortSignal.any(signals),
		redirect: "error",
	}).catch(passing);
	await refuse(response, where).catch((error) => {
		clearTimeout(timer);
		throw error;
	});
	async function* chunks(): AsyncGenerator<Buffer> {
		try {
			for await (const chunk of response.body ?? []) {
				timer.refresh();
				yield chunk as Buffer;
			}
		} catch (error) {
			passing(error);
		} finally {
			clearTimeout(timer);
		}
	}
	return { where, chunks: chunks() };
}

export interface Body {
	readonly where: string;
	readonly chunks: AsyncIterable<Buffer>;
}

async function refuse(response: Response, where: string): Promise<void> {
	const { status } = response;
	if (status === 200) {
		if (!/html/.test(response.headers.get("content-type") ?? "")) return;
		await response.body?.cancel();
		throw new Passing("not-data", "the answer is an HTML page", where);
	}
	const text = (await response.text().catch(() => "")).slice(0, 300).trim();
	const what = `status ${status}: ${text}`;
	if (status === 429 || status === 408 || status >= 500) {
		const wish = Number(response.headers.get("retry-after") ?? 0) * 1000;
		throw new Passing(
			status === 429 ? "too-many-requests" : "server-failed",
			what,
			where,
			Number.isFinite(wish) ? wish : 0,
		);
	}
	throw new LabError({
		code: "request-refused",
		what,
		where,
		help: "check the address, the tenant and the labels of the stack",
		exit: exitCode.letDown,
	});
}

/** Lines of an answer, one JSON value each. */
export async function* jsonLines<T>(body: Body): AsyncGenerator<T[]> {
	let rest = "";
	const decoder = new TextDecoder();
	for await (const chunk of body.chunks) {
		const parts = (rest + decoder.decode(chunk, { stream: true })).split("\n");
		rest = parts.pop() ?? "";
		yield parts.filter(Boolean).map((line) => parseJson<T>(line, body.where));
	}
	rest += decoder.decode();
	if (rest.trim() !== "") yield [parseJson<T>(rest, body.where)];
}

/** An answer that is one JSON value. */
export async function jsonBody<T>(body: Body): Promise<T> {
	const chunks: Buffer[] = [];
	for await (const chunk of body.chunks) chunks.push(chunk);
	return parseJson<T>(Buffer.concat(chunks).toString("utf8"), body.where);
}

function parseJson<T>(text: string, where: string): T {
	try {
		return JSON.parse(text) as T;
	} catch {
		throw new Passing(
			"not-data",
			`the answer is not JSON: ${JSON.stringify(text.slice(0, 80))}`,
			where,
		);
	}
}

export interface Patience {
	readonly attempts: number;
	/** Doubled after each attempt. */
	readonly firstWaitMs: number;
}

export const patience: Patience = { attempts: 6, firstWaitMs: 500 };

/** Tries again what may pass, waiting longer each time. */
export async function retried<T>(
	work: () => Promise<T>,
	{ attempts, firstWaitMs }: Patience,
	signal?: AbortSignal,
): Promise<T> {
	for (let attempt = 1; ; attempt++) {
		try {
			return await work();
		} catch (error) {
			if (!(error instanceof Passing) || attempt >= attempts) throw error;
			const wait = firstWaitMs * 2 ** (attempt - 1) * (0.5 + Math.random());
			await sleep(Math.max(wait, error.retryAfterMs), undefined, {
				...(signal && { signal }),
			});
		}
	}
}
