import {
	exitCode,
	fetchWithSignal,
	LabError,
	type RetryPolicy,
	retry,
	TransientError,
} from "@lab/core";

export interface Endpoint {
	/** Address without a path: `http://127.0.0.1:9428`. */
	readonly url: string;
	/** Headers such as authorization and tenant. */
	readonly headers?: Readonly<Record<string, string>>;
	/** Time without data after which a request fails. @default 60_000 */
	readonly idleTimeoutMs?: number;
}

interface RequestOptions {
	readonly path: string;
	readonly form?: Readonly<Record<string, string>>;
	readonly json?: unknown;
	readonly method?: string;
	readonly signal?: AbortSignal | undefined;
}

/** @param retryAfterMs wait that the server requests */
export const transientError = (
	code: string,
	what: string,
	where: string,
	retryAfterMs = 0,
): TransientError =>
	new TransientError(
		{
			code,
			what,
			where,
			help: "check the health of the server, then run the command again: finished slices are kept",
		},
		retryAfterMs,
	);

/** Sends one request. @throws unless the response has status 200 and is not an HTML page */
export async function sendRequest(
	server: Endpoint,
	options: RequestOptions,
): Promise<Body> {
	const where = `${server.url}${options.path}`;
	const idle = new AbortController();
	const limit = server.idleTimeoutMs ?? 60_000;
	const timer = setTimeout(() => idle.abort(), limit);
	const signals = [idle.signal, ...(options.signal ? [options.signal] : [])];
	const fail = (error: unknown): never => {
		clearTimeout(timer);
		if (options.signal?.aborted) throw error;
		if (idle.signal.aborted) {
			throw transientError("server-silent", `no data for ${limit} ms`, where);
		}
		const cause = (error as Error).cause as Error | undefined;
		throw transientError(
			"answer-cut",
			`the connection failed: ${cause?.message ?? (error as Error).message}`,
			where,
		);
	};
	const response = await fetchWithSignal(where, {
		method: options.method ?? "POST",
		headers: {
			...(options.form && {
				"content-type": "application/x-www-form-urlencoded",
			}),
			...(options.json !== undefined && { "content-type": "application/json" }),
			...server.headers,
		},
		...(options.form && { body: new URLSearchParams(options.form) }),
		...(options.json !== undefined && { body: JSON.stringify(options.json) }),
		signal: AbortSignal.any(signals),
		redirect: "error",
	}).catch(fail);
	await checkResponse(response, where).catch((error) => {
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
			fail(error);
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

async function checkResponse(response: Response, where: string): Promise<void> {
	const { status } = response;
	if (status === 200) {
		if (!/html/.test(response.headers.get("content-type") ?? "")) return;
		await response.body?.cancel();
		throw transientError("not-data", "the response is an HTML page", where);
	}
	const text = (await response.text().catch(() => "")).slice(0, 300).trim();
	const what = `status ${status}: ${text}`;
	if (status === 429 || status === 408 || status >= 500) {
		throw transientError(
			status === 429 ? "too-many-requests" : "server-failed",
			what,
			where,
			retryAfterMs(response.headers.get("retry-after")),
		);
	}
	throw new LabError({
		code: "request-refused",
		what,
		where,
		help: "check the address, the tenant and the labels of the stack",
		exit: exitCode.unavailable,
	});
}

/** @returns the wait that `Retry-After` requests, as seconds or as a date; 0 without one (RFC 9110, 10.2.3) */
function retryAfterMs(header: string | null): number {
	if (header === null) return 0;
	if (/^\d+$/.test(header.trim())) return Number(header) * 1000;
	const date = Date.parse(header);
	return Number.isNaN(date) ? 0 : Math.max(0, date - Date.now());
}

/** Parses a response with one JSON value per line. */
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

/** Parses a response that is one JSON value. */
export async function jsonBody<T>(body: Body): Promise<T> {
	const chunks: Buffer[] = [];
	for await (const chunk of body.chunks) chunks.push(chunk);
	return parseJson<T>(Buffer.concat(chunks).toString("utf8"), body.where);
}

function parseJson<T>(text: string, where: string): T {
	try {
		return JSON.parse(text) as T;
	} catch {
		throw transientError(
			"not-data",
			`the response is not JSON: ${JSON.stringify(text.slice(0, 80))}`,
			where,
		);
	}
}

export const retryPolicy: RetryPolicy = {
	attempts: 6,
	firstWait: "500ms",
	longestWait: "10s",
	jitter: true,
};

/** Retries after transient errors. */
export const retryTransient = <T>(
	work: () => Promise<T>,
	policy: RetryPolicy,
	signal?: AbortSignal,
): Promise<T> =>
	retry(work, {
		...policy,
		signal,
		shouldRetry: (error) => error instanceof TransientError,
	});
