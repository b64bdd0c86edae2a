import { birthOf, type Daemon } from "@lab/core";
import { commandLines, flagValue } from "../command-lines.ts";

export interface NodeProcess extends Daemon {
	readonly nodes: readonly string[];
}

/**
 * Finds the processes of a run in the process table, by the folder of addresses on
 * their command lines. A crashed runner thus leaves no orphans.
 */
export async function findProcesses(addresses: string): Promise<NodeProcess[]> {
	const found: NodeProcess[] = [];
	for (const { pid, words } of await commandLines()) {
		if (flagValue(words, "--addresses") !== addresses) continue;
		const birth = await birthOf(pid);
		if (birth === undefined) continue;
		found.push({
			pid,
			birth,
			nodes: flagValue(words, "--nodes")?.split(",") ?? [],
		});
	}
	return found;
}
