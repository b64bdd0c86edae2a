import { type Daemon, endDaemon } from "@lab/core";
import { markedProcesses } from "./_marked.ts";
import type { Folder } from "./folder.ts";
import { knownServices, processOf } from "./service.ts";

/** Processes of the replica that no pid file names: a killed command left them. */
export async function strayProcesses(folder: Folder): Promise<Daemon[]> {
	const services = await knownServices(folder);
	const known = await Promise.all(
		services.map((name) => processOf(folder, name)),
	);
	const pids = new Set(known.map((daemon) => daemon?.pid));
	const marked = await markedProcesses(folder.path);
	return marked.filter(({ pid }) => !pids.has(pid));
}

/** @returns how many were ended; those that they were about to start too */
export async function endStrays(folder: Folder): Promise<number> {
	for (let ended = 0; ; ) {
		const strays = await strayProcesses(folder);
		if (strays.length === 0) return ended;
		await Promise.all(strays.map((stray) => endDaemon(stray)));
		ended += strays.length;
	}
}
