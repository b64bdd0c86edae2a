import { open, readdir, readFile, stat } from "node:fs/promises";
import { hostname } from "node:os";
import { join } from "node:path";
import { exitCode, LabError, writeFileAtomically } from "@lab/core";
import { sleep } from "../../clock.ts";
import { reasonOf } from "../../persist.ts";

const CHUNK_BYTES = 1 << 20;
const EVERY_MS = 500;

export interface LogShipper {
	/** Sends what has been written up to now. @throws LabError `logs-not-shipped` */
	flush(signal: AbortSignal): Promise<void>;
	stop(): Promise<void>;
}

export interface Labels {
	readonly namespace: string;
	readonly container: string;
}

/**
 * Sends log files to VictoriaLogs as the lab's collector does: same fields,
 * same streams. How far each file has been sent is kept beside them; `log_offset`
 * tells a line from one that was sent twice around a crash.
 *
 * @param url base of VictoriaLogs
 * @param labelsOf of a node
 */
export function shipLogs(
	url: string,
	folder: string,
	state: string,
	labelsOf: (node: string) => Labels,
	tell: (text: string) => void,
): LogShipper {
	const own = new AbortController();
	let offsets: Record<string, number> | undefined;
	let working: Promise<void> = Promise.resolve();
	const round = async (signal: AbortSignal) => {
		offsets ??= await readOffsets(state);
		for (const file of await logFiles(folder)) {
			await shipFile(url, folder, file, offsets, labelsOf, signal, () =>
				writeFileAtomically(state, JSON.stringify(offsets)),
			);
		}
	};
	const queue = (signal: AbortSignal): Promise<void> => {
		const next = working.then(() => round(signal));
		working = next.catch(() => {});
		return next;
	};
	const loop = (async () => {
		while (!own.signal.aborted) {
			await queue(own.signal).catch((error: unknown) => {
				if (!own.signal.aborted) tell(`logs wait: ${reasonOf(error)}`);
			});
			await sleep(EVERY_MS, own.signal).catch(() => {});
		}
	})();
	return {
		flush: queue,
		stop: async () => {
			own.abort();
			await loop;
			await working;
		},
	};
}

async function readOffsets(state: string): Promise<Record<string, number>> {
	const text = await readFile(state, "utf8").catch(
		(error: NodeJS.ErrnoException) => {
			if (error.code === "ENOENT") return "{}";
			throw error;
		},
	);
	return JSON.parse(text) as Record<string, number>;
}

export async function logFiles(folder: string): Promise<string[]> {
	const names = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
		if (error.code === "ENOENT") return [];
		throw error;
	});
	return names.filter((name) => name.endsWith(".log")).sort();
}

async function shipFile(
	url: string,
	folder: string,
	name: string,
	offsets: Record<string, number>,
	labelsOf: (node: string) => Labels,
	signal: AbortSignal,
	save: () => Promise<void>,
): Promise<void> {
	const path = join(folder, name);
	const { size } = await stat(path);
	if (size <= (offsets[name] ?? 0)) return;
	const file = await open(path, "r");
	try {
		for (let from = offsets[name] ?? 0; from < size; ) {
			const buffer = Buffer.alloc(Math.min(CHUNK_BYTES, size - from));
			await file.read(buffer, 0, buffer.length, from);
			const end = buffer.lastIndexOf(10) + 1;
			if (end === 0) return;
			const node = name.slice(0, -".log".length);
			await post(
				url,
				asJsonLines(buffer.subarray(0, end), from, node, labelsOf(node)),
				signal,
			);
			from += end;
			offsets[name] = from;
			await save();
		}
	} finally {
		await file.close();
	}
}

const TIME = /^\S{3} (\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d\.\d+)\+00:00 /;

/** Each line as a record with the lab's fields; a line without a time has that of the one before. */
export function asJsonLines(
	bytes: Buffer,
	offset: number,
	node: string,
	{ namespace, container }: Labels,
): string {
	let at = offset;
	let time = new Date().toISOString();
	return bytes
		.toString("utf8")
		.split("\n")
		.slice(0, -1)
		.map((line) => {
			const found = TIME.exec(line);
			if (found !== null) time = `${found[1]}T${found[2]}Z`;
			const record = {
				_time: time,
				_msg: line,
				stream: "stdout",
				"kubernetes.pod_name": node,
				"kubernetes.pod_namespace": namespace,
				"kubernetes.container_name": container,
				"kubernetes.pod_node_name": hostname(),
				log_offset: String(at),
			};
			at += Buffer.byteLength(line) + 1;
			return `${JSON.stringify(record)}\n`;
		})
		.join("");
}

const STREAM_FIELDS = [
	"stream",
	"kubernetes.pod_name",
	"kubernetes.container_name",
	"kubernetes.pod_namespace",
].join(",");

async function post(
	url: string,
	body: string,
	signal: AbortSignal,
): Promise<void> {
	const at = `${url.replace(/\/$/, "")}/insert/jsonline?_stream_fields=${STREAM_FIELDS}&_time_field=_time&_msg_field=_msg`;
	const refuse = (what: string, cause?: unknown) =>
		new LabError({
			code: "logs-not-shipped",
			what,
			where: at,
			help: "see whether VictoriaLogs is up; nothing is lost, it is sent later",
			exit: exitCode.letDown,
			cause,
		});
	const response = await fetch(at, {
		method: "POST",
		body,
		headers: { "content-type": "application/stream+json" },
		signal: AbortSignal.any([signal, AbortSignal.timeout(30_000)]),
	}).catch((error: unknown) => {
		throw refuse("the log store does not answer", error);
	});
	const answer = await response.text();
	if (!response.ok) {
		throw refuse(
			`the log store says ${response.status}: ${answer.slice(0, 200)}`,
		);
	}
}
