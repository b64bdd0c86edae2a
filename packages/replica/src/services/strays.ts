import { type Daemon, endDaemon } from "@lab/core";
import type { Folder } from "../state/folder.ts";
import { markedProcesses } from "./_marked.ts";
import { knownServices, processOf } from "./service.ts";

/** Processes of the replica without a pid file, left behind by a killed command. */
export async function strayProcesses(folder: Folder): Promise<Daemon[]> {
	const services = await knownServices(folder);
	const known = await Promise.all(
		services.map((name) => processOf(folder, name)),
	);
	const pids = new Set(known.map((daemon) => daemon?.pid));
	const marked = await markedProcesses(folder.path);
	return marked.filter(({ pid }) => !pids.has(pid));
}

/** Stops stray processes, including those they start meanwhile. @returns how many were stopped */
export async function endStrays(folder: Folder): Promise<number> {
	for (let ended = 0; ; ) {
		const strays = await strayProcesses(folder);
		if (strays.length === 0) return ended;
		await Promise.all(strays.map((stray) => endDaemon(stray)));
		ended += strays.length;
	}
}
