import { readFile } from "node:fs/promises";
import { join } from "node:path";
import process from "node:process";
import { writeFileAtomically } from "@lab/core";
import type { Program } from "../rollout/settings.ts";

/** The one folder in which a replica keeps all it has: pids, ports, logs, data. */
export interface Folder {
	readonly path: string;
	readonly lock: string;
	readonly record: string;
	/** Our own: the person's is never read or written. */
	readonly kubeconfig: string;
	readonly kwok: string;
	readonly config: string;
	readonly deployed: string;
	readonly pid: (service: string) => string;
	readonly log: (service: string) => string;
	readonly data: (service: string) => string;
	/** Where programs outside say what is to be scraped: file_sd of Prometheus. */
	readonly targets: string;
}

/** `$VACLAB_REPLICA_DIR`, else `.lab/local-lab` below the repository. */
export const replicaPath = (root: string): string =>
	process.env.VACLAB_REPLICA_DIR || join(root, ".lab", "local-lab");

export function folderAt(path: string): Folder {
	const config = join(path, "config");
	return {
		path,
		lock: join(path, "lock"),
		record: join(path, "replica.json"),
		kubeconfig: join(path, "kubeconfig"),
		kwok: join(path, "kwok"),
		config,
		deployed: join(path, "deployed"),
		pid: (service) => join(path, "pids", `${service}.json`),
		log: (service) => join(path, "logs", `${service}.log`),
		data: (service) => join(path, "data", service),
		targets: join(config, "targets"),
	};
}

export type Mode = "embedded" | "k3d";

/** What a replica remembers between two commands. */
export interface ReplicaRecord {
	readonly mode: Mode;
	readonly ports: Readonly<Record<string, number>>;
	/** Version of each program whose data another version may not read. */
	readonly versions: Readonly<Record<string, string>>;
	/** The control plane was made, whole. */
	readonly created?: boolean;
	/** In k3d: whether Fleet runs in the cluster, or beside it since its image cannot be had. */
	readonly fleet?: "inside" | "beside";
	/** Hash of what was put into the cluster before the first bundle. */
	readonly seed?: string;
	/** Controllers of rolled-out bundles that run here as processes. */
	readonly controllers?: readonly string[];
	/** Programs of bundles that a person switched off. */
	readonly without?: readonly Program[];
	/** What the last roll-out brought. */
	readonly rollout?: RolloutRecord;
	/** Who may reach it from outside, when anybody may. */
	readonly exposed?: { readonly address: string; readonly token: string };
}

export interface RolloutRecord {
	/** Hash of the tree that was rolled out. */
	readonly tree: string;
	/** Folder with chart archives that a person named. */
	readonly charts?: string;
	/** Whether Fleet reads it from a repository in the cluster. */
	readonly gitRepo?: boolean;
	/** Bundles that were left out, and why. */
	readonly skipped: Readonly<Record<string, string>>;
}

/** @returns nothing where there is no replica, or its record was cut by a power cut */
export async function readRecord(
	folder: Folder,
): Promise<ReplicaRecord | undefined> {
	try {
		return JSON.parse(await readFile(folder.record, "utf8")) as ReplicaRecord;
	} catch (error) {
		const absent = (error as NodeJS.ErrnoException).code === "ENOENT";
		if (absent || error instanceof SyntaxError) return undefined;
		throw error;
	}
}

export const writeRecord = (
	folder: Folder,
	record: ReplicaRecord,
): Promise<void> =>
	writeFileAtomically(folder.record, `${JSON.stringify(record, null, "\t")}\n`);

/** Writes the record again, with some of it changed. */
export async function updateRecord(
	folder: Folder,
	change: Partial<ReplicaRecord>,
): Promise<ReplicaRecord> {
	const record = await readRecord(folder);
	if (record === undefined) throw new Error(`no record in ${folder.path}`);
	const changed = { ...record, ...change };
	await writeRecord(folder, changed);
	return changed;
}
