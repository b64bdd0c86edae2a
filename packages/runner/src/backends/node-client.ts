import { exitCode, fetchWithSignal, LabError } from "@lab/core";
import type { Sentinel } from "../backend.ts";
import { millisecondsBetween, now } from "../clock.ts";

/** Answer of a test node to `GET /info`. */
export interface NodeInfo {
	readonly peerId: string;
	/** Time of the node's clock, in nanoseconds since 1970. */
	readonly now: string;
	readonly peers: readonly string[];
}

const TIMEOUT_MS = 5000;

interface Answer {
	readonly ok: boolean;
	readonly status: number;
	readonly text: string;
}

/** @throws LabError `node-silent`, which can be retried */
async function call(
	url: string,
	init: { method?: string; body?: string; timeoutMs?: number },
	signal: AbortSignal,
): Promise<Answer> {
	const { timeoutMs, ...rest } = init;
	try {
		const response = await fetchWithSignal(url, {
			...rest,
			signal: AbortSignal.any([
				signal,
				AbortSignal.timeout(timeoutMs ?? TIMEOUT_MS),
			]),
		});
		const { ok, status } = response;
		return { ok, status, text: await response.text() };
	} catch (error) {
		if (signal.aborted) throw signal.reason;
		const cause = error instanceof Error ? error.cause : undefined;
		throw new LabError({
			code: "node-silent",
			what: `no answer: ${cause instanceof Error ? cause.message : String(error)}`,
			where: url,
			help: "read the node's log",
			exit: exitCode.unavailable,
			cause: error,
		});
	}
}

/** Whether a node answers `GET /ready` with success. */
export async function isReady(
	base: string,
	signal: AbortSignal,
): Promise<boolean> {
	try {
		return (await call(`${base}/ready`, {}, signal)).ok;
	} catch (error) {
		if (error instanceof LabError) return false;
		throw error;
	}
}

/** Reads a node's `/info`. @throws LabError `node-silent`; `node-foreign` if the answer is not a test node's */
export async function readInfo(
	base: string,
	signal: AbortSignal,
): Promise<NodeInfo> {
	const url = `${base}/info`;
	const answer = await call(url, {}, signal);
	const info = jsonOf(answer.text) as Partial<NodeInfo> | undefined;
	if (answer.ok && info?.peerId !== undefined) return info as NodeInfo;
	const passing = answer.status >= 500;
	throw new LabError({
		code: passing ? "node-silent" : "node-foreign",
		what: `the node does not report its peers: GET /info answers ${answer.status}`,
		where: url,
		help: "only nodes of packages/test-node measure round trips: remove the probe",
		...(passing && { exit: exitCode.unavailable }),
	});
}

function jsonOf(text: string): unknown {
	try {
		return JSON.parse(text) ?? undefined;
	} catch {
		return undefined;
	}
}

/** @returns undefined if the node does not answer, `foreign` if its program writes no sentinels */
export async function askSentinel(
	base: string,
	signal: AbortSignal,
): Promise<Sentinel | "foreign" | undefined> {
	try {
		const answer = await call(
			`${base}/sentinel`,
			{ method: "POST", body: "{}" },
			signal,
		);
		const { boot, lines } =
			(jsonOf(answer.text) as Partial<Sentinel> | undefined) ?? {};
		if (answer.ok && boot !== undefined && lines !== undefined)
			return { boot, lines };
		return answer.status >= 500 ? undefined : "foreign";
	} catch (error) {
		if (error instanceof LabError) return undefined;
		throw error;
	}
}

export const readMetrics = async (
	base: string,
	signal: AbortSignal,
): Promise<string> => (await call(`${base}/metrics`, {}, signal)).text;

export async function setLink(
	base: string,
	link: { delayMs?: number; jitterMs?: number; blocked?: readonly string[] },
	signal: AbortSignal,
): Promise<void> {
	await call(
		`${base}/link`,
		{ method: "PUT", body: JSON.stringify(link) },
		signal,
	);
}

/** @returns round-trip time in ms, or undefined if the two nodes are not connected */
export async function pingPeer(
	base: string,
	peerId: string,
	signal: AbortSignal,
): Promise<number | undefined> {
	const response = await call(
		`${base}/ping`,
		{ method: "POST", body: JSON.stringify({ peerId }), timeoutMs: 15_000 },
		signal,
	);
	if (!response.ok) return undefined;
	return (JSON.parse(response.text) as { rttMs: number }).rttMs;
}

/** Offset of a node's clock from the runner's, with half the round-trip time as error bound. */
export async function clockOffset(
	base: string,
	signal: AbortSignal,
): Promise<{ offsetMs: number; withinMs: number }> {
	let best = { offsetMs: 0, withinMs: Number.POSITIVE_INFINITY };
	for (let attempt = 0; attempt < 3; attempt += 1) {
		const before = now();
		const info = await readInfo(base, signal);
		const half = millisecondsBetween(before, now()) / 2;
		const offset = millisecondsBetween(before, BigInt(info.now)) - half;
		if (half < best.withinMs) best = { offsetMs: offset, withinMs: half };
	}
	return best;
}

/** Sum of a metric over its labels in Prometheus' text format; undefined if it is absent. */
export function sumOf(text: string, name: string): number | undefined {
	let sum: number | undefined;
	for (const line of text.split("\n")) {
		if (!line.startsWith(name)) continue;
		const rest = line.slice(name.length);
		if (rest[0] !== "{" && rest[0] !== " ") continue;
		sum =
			(sum ?? 0) +
			Number(
				rest
					.slice(rest.lastIndexOf("}") + 1)
					.trim()
					.split(" ")[0],
			);
	}
	return sum;
}
