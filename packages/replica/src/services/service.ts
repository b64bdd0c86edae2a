import { mkdir, open, readdir, readFile, rm, stat } from "node:fs/promises";
import { dirname } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import {
	contentHash,
	type Daemon,
	endDaemon,
	exitCode,
	isAlive,
	LabError,
	type Progress,
	startDaemon,
	writeFileAtomically,
} from "@lab/core";
import type { Folder } from "../state/folder.ts";
import { MARK } from "./_marked.ts";
import { Patience } from "./_patience.ts";
import { answers, type ReadinessProbe } from "./probe.ts";

/** Program of the replica that runs as a process of this machine. */
export interface Service {
	readonly name: string;
	/** What it does, for `status`. */
	readonly purpose: string;
	readonly program: string;
	readonly args: readonly string[];
	readonly env?: Readonly<Record<string, string | undefined>>;
	readonly cwd?: string;
	/** Services that must be ready before it starts. */
	readonly needs: readonly string[];
	readonly ready: ReadinessProbe;
	/** Names of the ports that it listens on. */
	readonly ports: readonly string[];
	/** Contents of its configuration files: a change makes the running service outdated. */
	readonly reads?: string;
}

/** Environment for frequent garbage collection in Go: a third less memory, slightly more CPU. */
export const saveMemory = { GOGC: "50" };

/** Environment for rare garbage collection in Go, for short-lived work. */
export const saveCpu = { GOGC: "400" };

interface PidFile extends Daemon {
	readonly fingerprint: string;
}

const POLL_MS = 50;
/** Time after which a start is reported as slow, and again each time. */
const SLOW_MS = 30_000;

const fingerprintOf = ({ program, args, env, reads }: Service): string =>
	contentHash({ program, args, env, reads });

async function readPidFile(
	folder: Folder,
	name: string,
): Promise<PidFile | undefined> {
	const text = await readFile(folder.pid(name), "utf8").catch(() => "");
	try {
		return JSON.parse(text) as PidFile;
	} catch {
		return undefined;
	}
}

/** @returns the live process of a service; never another process that reused its pid */
export async function processOf(
	folder: Folder,
	name: string,
): Promise<Daemon | undefined> {
	const file = await readPidFile(folder, name);
	return file !== undefined && (await isAlive(file)) ? file : undefined;
}

/** Services with a pid file, running or not. */
export async function knownServices(folder: Folder): Promise<string[]> {
	const files = await readdir(dirname(folder.pid("any"))).catch(
		() => [] as string[],
	);
	return files
		.filter((name) => name.endsWith(".json"))
		.map((name) => name.slice(0, -".json".length));
}

/** Writes the pid file that makes a running process the given service. */
export const adopt = (
	folder: Folder,
	service: Service,
	daemon: Daemon,
): Promise<void> =>
	writeFileAtomically(
		folder.pid(service.name),
		JSON.stringify({ ...daemon, fingerprint: fingerprintOf(service) }),
	);

export interface Health {
	readonly state: "running" | "stopped" | "silent" | "outdated";
	readonly pid?: number;
}

/** Current health of a service: `silent` runs but does not answer, `outdated` runs with other settings. */
export async function healthOf(
	folder: Folder,
	service: Service,
): Promise<Health> {
	const file = await readPidFile(folder, service.name);
	if (file === undefined || !(await isAlive(file))) return { state: "stopped" };
	const { pid, fingerprint } = file;
	if (fingerprint !== fingerprintOf(service)) return { state: "outdated", pid };
	return { state: (await answers(service.ready)) ? "running" : "silent", pid };
}

export interface StartedService {
	readonly name: string;
	readonly seconds: number;
	readonly was: Health["state"];
}

/**
 * Starts all services that are not running, each as soon as those it needs are ready.
 *
 * @returns the services that had to be started, in the order in which they became ready
 * @throws LabError `service-ended`, `service-silent` with the last lines of the service's log
 */
export async function ensureServices(
	folder: Folder,
	services: readonly Service[],
	progress: Progress,
	signal?: AbortSignal,
): Promise<StartedService[]> {
	const started: StartedService[] = [];
	const failed = new AbortController();
	const stop =
		signal === undefined
			? failed.signal
			: AbortSignal.any([signal, failed.signal]);
	const running = new Map<string, Promise<void>>();
	const ensure = (service: Service): Promise<void> => {
		const known = running.get(service.name);
		if (known !== undefined) return known;
		const promise = (async () => {
			const needs = services.filter(({ name }) => service.needs.includes(name));
			await Promise.all(needs.map(ensure));
			const result = await ensureService(folder, service, progress, stop);
			if (result !== undefined) started.push(result);
		})();
		promise.catch((error: unknown) => failed.abort(error));
		running.set(service.name, promise);
		return promise;
	};
	await Promise.allSettled(services.map(ensure));
	signal?.throwIfAborted();
	// Throw the first error; later ones are its consequences.
	if (failed.signal.aborted) throw failed.signal.reason;
	return started;
}

async function ensureService(
	folder: Folder,
	service: Service,
	progress: Progress,
	signal: AbortSignal,
): Promise<StartedService | undefined> {
	const { state } = await healthOf(folder, service);
	if (state === "running") return undefined;
	signal.throwIfAborted();
	const start = performance.now();
	// A killed command may have started it a moment ago.
	if (state === "silent" && (await isReadySoon(service, signal)))
		return undefined;
	if (state !== "stopped") await stopService(folder, service.name);
	await launch(folder, service);
	await waitUntilReady(folder, service, progress, signal);
	const seconds = (performance.now() - start) / 1000;
	progress.step(`${service.name} is ready after ${seconds.toFixed(1)} s`);
	return { name: service.name, seconds, was: state };
}

async function launch(folder: Folder, service: Service): Promise<void> {
	const log = folder.log(service.name);
	await mkdir(dirname(log), { recursive: true });
	const daemon = await startDaemon(service.program, service.args, {
		log,
		cwd: service.cwd ?? folder.path,
		env: { ...service.env, [MARK]: folder.path },
	});
	await adopt(folder, service, daemon);
}

/**
 * Waits until a started process is ready, as long as it shows signs of life.
 *
 * @throws LabError `service-ended`, `service-silent`
 */
export async function waitUntilReady(
	folder: Folder,
	service: Service,
	progress: Progress,
	signal: AbortSignal,
): Promise<void> {
	const log = folder.log(service.name);
	const refuse = async (code: string, what: string) =>
		new LabError({
			code,
			what: `${service.name} ${what}\n${await lastLines(log)}`,
			where: log,
			help: "read the last log lines above; 'pnpm local-lab up' tries again, 'pnpm local-lab reset' starts over",
			exit: exitCode.unavailable,
		});
	const began = performance.now();
	let reported = began;
	const patience = new Patience(
		log,
		(await processOf(folder, service.name))?.pid,
	);
	for (;;) {
		signal.throwIfAborted();
		if (await answers(service.ready)) return;
		if ((await processOf(folder, service.name)) === undefined)
			throw await refuse("service-ended", "exited before it was ready");
		const end = await patience.end();
		if (end !== undefined) throw await refuse("service-silent", end);
		if (performance.now() - reported > SLOW_MS) {
			reported = performance.now();
			progress.note(
				`${service.name} is still starting after ${Math.round((reported - began) / 1000)} s; last line of its log: ${await lastLines(log, 1)}`,
			);
		}
		await sleep(POLL_MS);
	}
}

/** Whether a running service answers within a few seconds. */
async function isReadySoon(
	service: Service,
	signal: AbortSignal,
): Promise<boolean> {
	const until = performance.now() + 5000;
	while (performance.now() < until) {
		signal.throwIfAborted();
		if (await answers(service.ready)) return true;
		await sleep(POLL_MS);
	}
	return false;
}

/** Stops a service's process and deletes its pid file. */
export async function stopService(folder: Folder, name: string): Promise<void> {
	const daemon = await processOf(folder, name);
	if (daemon !== undefined) await endDaemon(daemon, 10_000);
	await rm(folder.pid(name), { force: true });
}

/** Last lines of a log, without reading the whole file. */
export async function lastLines(path: string, count = 15): Promise<string> {
	const bytes = 16_384 * Math.max(1, Math.ceil(count / 100));
	const size = await stat(path).then(
		(entry) => entry.size,
		() => 0,
	);
	if (size === 0) return "";
	const file = await open(path);
	try {
		const start = Math.max(0, size - bytes);
		const { buffer, bytesRead } = await file.read(
			Buffer.alloc(size - start),
			0,
			size - start,
			start,
		);
		const lines = buffer
			.subarray(0, bytesRead)
			.toString("utf8")
			.trimEnd()
			.split("\n");
		return lines.slice(-count).join("\n");
	} finally {
		await file.close();
	}
}
