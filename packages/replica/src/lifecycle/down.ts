import { readdir } from "node:fs/promises";
import { basename } from "node:path";
import { LabError, type Progress, removeTree } from "@lab/core";
import { environments } from "@lab/lab";
import { deleteCluster, stopCluster } from "../k3d/cluster.ts";
import { knownServices, processOf, stopService } from "../services/service.ts";
import { endStrays } from "../services/strays.ts";
import {
	type Folder,
	type ReplicaRecord,
	readRecord,
} from "../state/folder.ts";

/** Order of stopping: readers first, then what is not listed, data stores last. */
const ORDER = [
	"vmauth-public",
	"vmauth",
	"fleet-agent",
	"fleet-controller",
	"vmalert",
	"vmagent",
	"kube-state-metrics",
	"node-exporter",
	"kyverno",
	"vm-operator",
	"kwok-controller",
	"kube-scheduler",
	"kube-controller-manager",
];
const LAST = ["victoria-metrics", "victoria-logs", "kube-apiserver"];

export interface DownResult {
	/** Services that were running. */
	readonly stopped: readonly string[];
	/** Processes of this replica that no pid file named. */
	readonly strays: number;
}

/** Stops every process of the replica. Data is kept for the next `up`. */
export async function down(
	folder: Folder,
	progress: Progress,
): Promise<DownResult> {
	const known = await knownServices(folder);
	const record = await readRecord(folder);
	const stopped: string[] = [];
	const stop = async (name: string): Promise<void> => {
		if ((await processOf(folder, name)) !== undefined) stopped.push(name);
		await stopService(folder, name);
	};
	const rest = known.filter(
		(name) => ![...ORDER, ...LAST, "etcd"].includes(name),
	);
	for (const group of [[...ORDER, ...rest], LAST, ["etcd"]]) {
		const names = group.filter((name) => known.includes(name));
		if (names.length > 0) progress.step(`stopping ${names.join(", ")}`);
		await Promise.all(names.map(stop));
	}
	const strays = await endStrays(folder);
	if (inK3d(record)) await stopCluster(k3dInput(folder, record, progress));
	return { stopped, strays };
}

/**
 * Stops the replica and deletes all its data.
 *
 * @throws LabError `not-a-replica` if the folder holds something else
 */
export async function reset(
	folder: Folder,
	progress: Progress,
): Promise<DownResult> {
	await assertOurs(folder);
	const result = await down(folder, progress);
	const record = await readRecord(folder);
	if (inK3d(record)) await deleteCluster(k3dInput(folder, record, progress));
	progress.step(`deleting ${folder.path}`);
	await removeTree(folder.path);
	return result;
}

const inK3d = (record: ReplicaRecord | undefined): record is ReplicaRecord =>
	record?.mode === "k3d";

const k3dInput = (
	folder: Folder,
	{ ports }: ReplicaRecord,
	progress: Progress,
) => ({
	folder,
	env: environments.local,
	apiPort: ports["kube-apiserver"] ?? 0,
	progress,
});

/** Entries that a replica's folder may contain before its record is written. */
const OURS = new Set(["config", "data", "kwok", "logs", "pids"]);

async function assertOurs({ path, record }: Folder): Promise<void> {
	const entries = await readdir(path).catch(() => [] as string[]);
	if (entries.includes(basename(record))) return;
	const foreign = entries.filter((name) => !OURS.has(name));
	if (foreign.length === 0) return;
	throw new LabError({
		code: "not-a-replica",
		what: `the folder contains ${foreign.slice(0, 3).join(", ")} and no replica, so it was not deleted`,
		where: path,
		help: "point VACLAB_REPLICA_DIR to the replica's own folder",
	});
}
