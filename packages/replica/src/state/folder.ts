import { readFile } from "node:fs/promises";
import { join } from "node:path";
import process from "node:process";
import { writeFileAtomically } from "@lab/core";
import type { Program } from "../rollout/settings.ts";

/** Paths in the one folder that holds all state of a replica: pids, ports, logs, data. */
export interface Folder {
	readonly path: string;
	/** Next to the folder, so that it survives a reset while another command waits for it. */
	readonly lease: string;
	readonly record: string;
	/** The replica's own; the user's kubeconfig is never read or written. */
	readonly kubeconfig: string;
	readonly kwok: string;
	readonly config: string;
	readonly deployed: string;
	readonly pid: (service: string) => string;
	readonly log: (service: string) => string;
	readonly data: (service: string) => string;
	/** Folder where other programs announce scrape targets (Prometheus file_sd). */
	readonly targets: string;
}

/** `$VACLAB_REPLICA_DIR`, or `.lab/local-lab` in the repository. */
export const replicaPath = (root: string): string =>
	process.env.VACLAB_REPLICA_DIR || join(root, ".lab", "local-lab");

export function folderAt(path: string): Folder {
	const config = join(path, "config");
	return {
		path,
		lease: `${path}.lease`,
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

/** State that a replica keeps between commands. */
export interface ReplicaRecord {
	readonly mode: Mode;
	readonly ports: Readonly<Record<string, number>>;
	/** Versions of the programs whose data another version may be unable to read. */
	readonly versions: Readonly<Record<string, string>>;
	/** Whether the control plane was created completely. */
	readonly created?: boolean;
	/** In k3d: whether Fleet runs inside the cluster, or beside it on the host because its image is unavailable. */
	readonly fleet?: "inside" | "beside";
	/** Hash of the objects created before the first bundle. */
	readonly seed?: string;
	/** Controllers of rolled-out bundles that run as processes of this machine. */
	readonly controllers?: readonly string[];
	/** Programs of bundles that were switched off with `--without`. */
	readonly without?: readonly Program[];
	/** The last rollout. */
	readonly rollout?: RolloutRecord;
	/** Address and token for access from other machines, if enabled. */
	readonly exposed?: { readonly address: string; readonly token: string };
}

export interface RolloutRecord {
	/** Hash of the tree that was rolled out. */
	readonly tree: string;
	/** Folder of chart archives given with `--charts`. */
	readonly charts?: string;
	/** Whether Fleet reads the tree from a repository in the cluster. */
	readonly gitRepo?: boolean;
	/** Reason for each skipped bundle, by name. */
	readonly skipped: Readonly<Record<string, string>>;
}

/** @returns undefined if there is no replica, or a power cut truncated its record */
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

/** Changes some fields of the record. */
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
