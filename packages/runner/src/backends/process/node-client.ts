import { exitCode, LabError } from "@lab/core";
import { millisecondsBetween, now } from "../../clock.ts";

/** What a node tells of itself. */
export interface NodeInfo {
	readonly peerId: string;
	/** Its clock, nanoseconds since 1970. */
	readonly now: string;
	readonly peers: readonly string[];
}

const TIMEOUT_MS = 5000;

/** @throws LabError `node-silent`, worth another attempt */
async function call(
	url: string,
	init: { method?: string; body?: string; timeoutMs?: number },
	signal: AbortSignal,
): Promise<Response> {
	const { timeoutMs, ...rest } = init;
	try {
		return await fetch(url, {
			...rest,
			signal: AbortSignal.any([
				signal,
				AbortSignal.timeout(timeoutMs ?? TIMEOUT_MS),
			]),
		});
	} catch (error) {
		if (signal.aborted) throw signal.reason;
		const cause = error instanceof Error ? error.cause : undefined;
		throw new LabError({
			code: "node-silent",
			what: `no answer: ${cause instanceof Error ? cause.message : String(error)}`,
			where: url,
			help: "read the node's log",
			exit: exitCode.letDown,
			cause: error,
		});
	}
}

export async function answers(
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

/** @throws LabError `node-silent`; `node-foreign`, when it answers as no test node does */
export async function readInfo(
	base: string,
	signal: AbortSignal,
): Promise<NodeInfo> {
	const url = `${base}/info`;
	const answer = await call(url, {}, signal);
	const info = (await answer.json().catch(() => undefined)) as
		| Partial<NodeInfo>
		| undefined;
	if (answer.ok && info?.peerId !== undefined) return info as NodeInfo;
	const passing = answer.status >= 500;
	throw new LabError({
		code: passing ? "node-silent" : "node-foreign",
		what: `the node does not tell its peers: GET /info answers ${answer.status}`,
		where: url,
		help: "only packages/test-node can be asked for round trips: leave the probe out",
		...(passing && { exit: exitCode.letDown }),
	});
}

export const readMetrics = async (
	base: string,
	signal: AbortSignal,
): Promise<string> => (await call(`${base}/metrics`, {}, signal)).text();

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

/** @returns round trip in ms, nothing when the two are not connected */
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
	return ((await response.json()) as { rttMs: number }).rttMs;
}

/** A node's clock minus ours, right to within half the way there and back. */
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

/** The sum of a metric over its labels in an exposition, nothing when it is not there. */
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
