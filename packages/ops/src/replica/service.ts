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
	startDaemon,
	writeFileAtomically,
} from "@lab/core";
import type { Progress } from "../toolchain/progress.ts";
import { MARK } from "./_marked.ts";
import type { Folder } from "./folder.ts";
import { answers, type Probe } from "./probe.ts";

/** A program of the replica, as a process of this machine. */
export interface Service {
	readonly name: string;
	/** What one has it for. */
	readonly purpose: string;
	readonly program: string;
	readonly args: readonly string[];
	readonly env?: Readonly<Record<string, string | undefined>>;
	readonly cwd?: string;
	/** Services that must be ready before it starts. */
	readonly needs: readonly string[];
	readonly ready: Probe;
	/** Ports that it listens on, by the names of `ports`. */
	readonly ports: readonly string[];
	/** What else it reads, so that a change of it is a change of the service. */
	readonly reads?: string;
}

/** Go programs collect garbage sooner: a third less memory, a little more work. */
export const thrifty = { GOGC: "50" };

/** Go programs collect garbage rarely: for work that is soon over. */
export const hasty = { GOGC: "400" };

interface PidFile extends Daemon {
	readonly fingerprint: string;
}

const READY_MS = 60_000;
const POLL_MS = 50;

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

/** @returns the process of a service while it lives; never one that only has its number */
export async function processOf(
	folder: Folder,
	name: string,
): Promise<Daemon | undefined> {
	const file = await readPidFile(folder, name);
	return file !== undefined && (await isAlive(file)) ? file : undefined;
}

/** Services that have a pid file, whether they run or not. */
export async function knownServices(folder: Folder): Promise<string[]> {
	const files = await readdir(dirname(folder.pid("any"))).catch(
		() => [] as string[],
	);
	return files
		.filter((name) => name.endsWith(".json"))
		.map((name) => name.slice(0, -".json".length));
}

/** Writes down whose process a service is. */
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

/** How a service is now: `silent` lives and does not answer, `outdated` runs with other settings. */
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
 * Brings all services up, each as soon as those that it needs are ready.
 *
 * @returns those that had to be started, in the order in which they were ready
 * @throws LabError `service-ended`, `service-silent` with the last lines of its log
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
	// The first fault; those after it are its consequences.
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
	// One that was started a moment ago by a killed command may be on its way.
	if (state === "silent" && (await becomesReady(folder, service, 5000, signal)))
		return undefined;
	if (state !== "stopped") await stopService(folder, service.name);
	await launch(folder, service);
	await waitUntilReady(folder, service, signal);
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

/** Waits until a process that was started answers. @throws LabError `service-ended`, `service-silent` */
export async function waitUntilReady(
	folder: Folder,
	service: Service,
	signal: AbortSignal,
): Promise<void> {
	if (await becomesReady(folder, service, READY_MS, signal)) return;
	const ended = (await processOf(folder, service.name)) === undefined;
	throw new LabError({
		code: ended ? "service-ended" : "service-silent",
		what: `${service.name} ${ended ? "ended before it was ready" : `did not answer within ${READY_MS / 1000} s`}\n${await lastLines(folder.log(service.name))}`,
		where: folder.log(service.name),
		help: "read its last lines above; 'pnpm local-lab up' tries again, 'pnpm local-lab reset' starts from nothing",
		exit: exitCode.letDown,
	});
}

async function becomesReady(
	folder: Folder,
	service: Service,
	patienceMs: number,
	signal: AbortSignal,
): Promise<boolean> {
	const until = performance.now() + patienceMs;
	while (performance.now() < until) {
		signal.throwIfAborted();
		if (await answers(service.ready)) return true;
		if ((await processOf(folder, service.name)) === undefined) return false;
		await sleep(POLL_MS);
	}
	return false;
}

/** Ends a service's process, and forgets it. */
export async function stopService(folder: Folder, name: string): Promise<void> {
	const daemon = await processOf(folder, name);
	if (daemon !== undefined) await endDaemon(daemon, 10_000);
	await rm(folder.pid(name), { force: true });
}

/** The end of a log, without reading all of a long one. */
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
