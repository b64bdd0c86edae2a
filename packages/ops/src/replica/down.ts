import { readdir } from "node:fs/promises";
import { dirname } from "node:path";
import { endDaemon, removeTree } from "@lab/core";
import type { Progress } from "../toolchain/progress.ts";
import { markedProcesses } from "./_marked.ts";
import type { Folder } from "./folder.ts";
import { processOf, stopService } from "./service.ts";

/** Those that only read go first, those that hold data last. */
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
	/** Processes of ours that no pid file named. */
	readonly strays: number;
}

/** Ends every process of the replica. Its data stay, for the next `up`. */
export async function down(
	folder: Folder,
	progress: Progress,
): Promise<DownResult> {
	const known = (
		await readdir(dirname(folder.pid("any"))).catch(() => [] as string[])
	)
		.filter((name) => name.endsWith(".json"))
		.map((name) => name.slice(0, -".json".length));
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
	const strays = await markedProcesses(folder.path);
	await Promise.all(strays.map((stray) => endDaemon(stray)));
	return { stopped, strays: strays.length };
}

/** Ends the replica, and takes away all that it kept. */
export async function reset(
	folder: Folder,
	progress: Progress,
): Promise<DownResult> {
	const result = await down(folder, progress);
	progress.step(`taking away ${folder.path}`);
	await removeTree(folder.path);
	return result;
}
