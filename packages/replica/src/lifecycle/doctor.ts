import { mkdir, readFile, rm, statfs, writeFile } from "node:fs/promises";
import { freemem } from "node:os";
import { join } from "node:path";
import { locateTools, pins } from "@lab/toolchain";
import { findEngine } from "../k3d/engine.ts";
import { strayProcesses } from "../services/strays.ts";
import type { Folder } from "../state/folder.ts";
import type { ReplicaStatus } from "./status.ts";

export interface Check {
	readonly what: string;
	readonly verdict: "good" | "note" | "bad";
	readonly found: string;
	readonly help?: string;
}

const GIGABYTE = 1e9;

/** Most common causes of failing containers, checked before k3d creates any. @returns checks that are not good */
export const checkBeforeK3d = async (folder: Folder): Promise<Check[]> =>
	(await Promise.all([disk(folder), inotify()])).filter(
		({ verdict }) => verdict !== "good",
	);

/** Checks everything that a replica needs from the machine. */
export async function examine(
	folder: Folder,
	status: ReplicaStatus,
): Promise<Check[]> {
	return [
		await tools(),
		await disk(folder),
		memory(status),
		await writable(folder),
		await inotify(),
		await engine(),
		processes(status),
		await strays(folder),
	];
}

async function tools(): Promise<Check> {
	const found = await locateTools(pins);
	const missing = pins.filter((_, index) => found[index] === undefined);
	return missing.length === 0
		? {
				what: "programs",
				verdict: "good",
				found: `all ${pins.length} are installed`,
			}
		: {
				what: "programs",
				verdict: "note",
				found: `not installed yet: ${missing.map(({ name }) => name).join(", ")}`,
				help: "'pnpm lab tools ensure' installs them",
			};
}

async function disk({ path }: Folder): Promise<Check> {
	await mkdir(path, { recursive: true });
	const { bavail, bsize } = await statfs(path);
	const free = bavail * bsize;
	const found = `${(free / GIGABYTE).toFixed(1)} GB free`;
	return free > 3 * GIGABYTE
		? { what: "disk", verdict: "good", found }
		: {
				what: "disk",
				verdict: "bad",
				found,
				help: `free some space at ${path}: a week of data takes 3 GB`,
			};
}

function memory({ state }: ReplicaStatus): Check {
	const free = freemem();
	const found = `${(free / GIGABYTE).toFixed(1)} GB free`;
	return state !== "down" || free > 1.5 * GIGABYTE
		? { what: "memory", verdict: "good", found }
		: {
				what: "memory",
				verdict: "note",
				found,
				help: "the embedded replica takes about 1 GB",
			};
}

async function writable({ path }: Folder): Promise<Check> {
	const what = "state folder";
	try {
		const probe = join(path, ".probe");
		await writeFile(probe, "");
		await rm(probe);
		return { what, verdict: "good", found: path };
	} catch (error) {
		return {
			what,
			verdict: "bad",
			found: (error as Error).message,
			help: "choose another folder with VACLAB_REPLICA_DIR",
		};
	}
}

/** Each k3d node container needs dozens of these; the kernel's default limit is 128. */
const INSTANCES = 512;

async function inotify(): Promise<Check> {
	const what = "inotify instances";
	const text = await readFile(
		"/proc/sys/fs/inotify/max_user_instances",
		"utf8",
	).catch(() => "");
	const limit = Number(text.trim() || INSTANCES);
	return limit >= INSTANCES
		? { what, verdict: "good", found: String(limit) }
		: {
				what,
				verdict: "note",
				found: `${limit}; k3d needs ${INSTANCES} (the embedded mode does not)`,
				help: `sudo sysctl fs.inotify.max_user_instances=${INSTANCES}`,
			};
}

async function engine(): Promise<Check> {
	const found = await findEngine();
	return {
		what: "container engine",
		verdict: "good",
		found: found.reason,
	};
}

function processes({ services, state }: ReplicaStatus): Check {
	const broken = services.filter((service) => service.state !== "running");
	const what = "processes";
	if (state === "down") return { what, verdict: "good", found: "none running" };
	return broken.length === 0
		? { what, verdict: "good", found: `all ${services.length} running` }
		: {
				what,
				verdict: "bad",
				found: broken
					.map(({ name, state }) => `${name} is ${state}`)
					.join(", "),
				help: "'pnpm local-lab up' repairs it",
			};
}

async function strays(folder: Folder): Promise<Check> {
	const lost = await strayProcesses(folder);
	return lost.length === 0
		? { what: "stray processes", verdict: "good", found: "none" }
		: {
				what: "stray processes",
				verdict: "bad",
				found: lost.map(({ pid }) => String(pid)).join(", "),
				help: "'pnpm local-lab down' stops them",
			};
}
