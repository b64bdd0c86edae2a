import { createHash } from "node:crypto";
import { Agent, request } from "node:http";
import type { StepOf } from "@lab/record";
import { millisecondsBetween, now } from "./clock.ts";

export interface PostAnswer {
	/** When its last byte was handed to the kernel; absent: it never was. */
	readonly sent?: string;
	readonly answerMs?: number;
	readonly status?: number;
	readonly text: string;
	readonly reason: string;
}

export interface Poster {
	/** Never throws: what went wrong is the answer. */
	post(url: string, body: string): Promise<PostAnswer>;
	close(): void;
}

/** Idle connections go before the shortest usual time (5 s) after which a server drops them. */
const IDLE_MS = 2000;

/** @param timeoutMs from the call to the whole answer */
export function createPoster(timeoutMs: number): Poster {
	const agent = new Agent({ keepAlive: true, timeout: IDLE_MS });
	const post = (
		url: string,
		body: string,
		deadline: AbortSignal,
		again: boolean,
	): Promise<PostAnswer> =>
		new Promise((resolve) => {
			let sent: bigint | undefined;
			const call = request(url, {
				method: "POST",
				agent,
				signal: deadline,
				headers: {
					"content-type": "application/json",
					"content-length": Buffer.byteLength(body),
				},
			});
			const fail = (reason: string) =>
				resolve({
					text: "",
					reason,
					...(sent === undefined ? {} : { sent: String(sent) }),
				});
			call.on("finish", () => {
				sent = now();
			});
			call.on("response", (response) => {
				const chunks: Buffer[] = [];
				response.on("data", (chunk: Buffer) => chunks.push(chunk));
				response.on("error", (error) => fail(error.message));
				response.on("end", () => {
					const at = sent ?? now();
					resolve({
						sent: String(at),
						answerMs: Math.max(0, millisecondsBetween(at, now())),
						status: response.statusCode ?? 0,
						text: Buffer.concat(chunks).toString(),
						reason: "",
					});
				});
			});
			call.on("error", (error: NodeJS.ErrnoException) => {
				if (deadline.aborted) return fail(`no answer within ${timeoutMs} ms`);
				// The server closed an idle connection as we took it: nothing was read.
				if (again && call.reusedSocket && error.code === "ECONNRESET") {
					return resolve(post(url, body, deadline, false));
				}
				fail(error.message);
			});
			call.end(body);
		});
	return {
		post: (url, body) => post(url, body, AbortSignal.timeout(timeoutMs), true),
		close: () => agent.destroy(),
	};
}

/** What is posted for a message: `$id` and `$payload` filled in. */
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

/** Bytes that are the same for the same id, and differ between ids. */
function payload(id: string, sizeBytes: number): string {
	const block = createHash("sha512").update(id).digest();
	return Buffer.alloc(sizeBytes, block).toString("base64");
}
