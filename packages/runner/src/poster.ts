import { createHash } from "node:crypto";
import type { StepOf } from "@lab/record";
import { Agent } from "undici";
import { millisecondsBetween, now } from "./clock.ts";

export interface PostAnswer {
	/** When the last byte was handed to the kernel; absent if it never was. */
	readonly sent?: string;
	readonly answerMs?: number;
	readonly status?: number;
	readonly text: string;
	readonly reason: string;
}

export interface Poster {
	/** Never throws: a failure is part of the answer. */
	post(url: string, body: string): Promise<PostAnswer>;
	close(): void;
}

/** Idle time after which a connection is closed: less than servers' shortest usual timeout (5 s). */
const IDLE_MS = 2000;

/** Maximum number of connections to one node, so that a hanging node does not exhaust the sockets. */
const CONNECTIONS = 256;

/** @param timeoutMs time limit from the call to the end of the answer */
export function createPoster(timeoutMs: number): Poster {
	const agent = new Agent({
		connections: CONNECTIONS,
		pipelining: 1,
		keepAliveTimeout: IDLE_MS,
		// Each call has its own deadline.
		headersTimeout: 0,
		bodyTimeout: 0,
		connect: { timeout: timeoutMs },
	});
	return {
		post: (url, body) =>
			new Promise((resolve) => {
				const { origin, pathname, search } = new URL(url);
				const chunks: Buffer[] = [];
				let abort: ((reason: Error) => void) | undefined;
				let sent: bigint | undefined;
				let status = 0;
				let late = false;
				const fail = (reason: string) => {
					clearTimeout(deadline);
					resolve({
						text: "",
						reason,
						...(sent === undefined ? {} : { sent: String(sent) }),
					});
				};
				const expire = () => {
					late = true;
					const reason = `no answer within ${timeoutMs} ms`;
					fail(reason);
					abort?.(new Error(reason));
				};
				const deadline = setTimeout(expire, timeoutMs);
				agent.dispatch(
					{
						origin,
						path: pathname + search,
						method: "POST",
						headers: { "content-type": "application/json" },
						body,
					},
					{
						onConnect: (given) => {
							abort = given;
							if (late) given(new Error("the call timed out"));
						},
						onBodySent: () => {
							sent = now();
						},
						onHeaders: (code) => {
							status = code;
							return true;
						},
						onData: (chunk) => {
							chunks.push(chunk);
							return true;
						},
						onComplete: () => {
							clearTimeout(deadline);
							const at = sent ?? now();
							resolve({
								sent: String(at),
								answerMs: Math.max(0, millisecondsBetween(at, now())),
								status,
								text: Buffer.concat(chunks).toString(),
								reason: "",
							});
						},
						onError: (error) => fail(error.message),
					},
				);
			}),
		close: () => void agent.destroy(),
	};
}

/** Request body of a message: the step's body with `$id` and `$payload` replaced. */
export function bodyOf(step: StepOf<"publish">, id: string): string {
	const fill = (value: unknown): unknown => {
		if (value === "$id") return id;
		if (value === "$payload") return payload(id, step.sizeBytes);
		if (Array.isArray(value)) return value.map(fill);
		if (value !== null && typeof value === "object") {
			return Object.fromEntries(
				Object.entries(value).map(([key, inner]) => [key, fill(inner)]),
			);
		}
		return value;
	};
	return JSON.stringify(fill(step.request.body));
}

/** Base64 of bytes that depend only on the id. */
function payload(id: string, sizeBytes: number): string {
	const block = createHash("sha512").update(id).digest();
	return Buffer.alloc(sizeBytes, block).toString("base64");
}
