import { birthOf, type Daemon } from "@lab/core";
import { after, commandLines } from "../command-lines.ts";

export interface NodeProcess extends Daemon {
	readonly nodes: readonly string[];
}

/**
 * The processes of a run, as the machine has them: those that were told to use
 * its folder of addresses. Nothing has to be remembered, so nothing is
 * forgotten when a runner dies.
 */
export async function findProcesses(addresses: string): Promise<NodeProcess[]> {
	const found: NodeProcess[] = [];
	for (const { pid, words } of await commandLines()) {
		if (after(words, "--addresses") !== addresses) continue;
		const birth = await birthOf(pid);
		if (birth === undefined) continue;
		found.push({
			pid,
			birth,
			nodes: after(words, "--nodes")?.split(",") ?? [],
		});
	}
	return found;
}
