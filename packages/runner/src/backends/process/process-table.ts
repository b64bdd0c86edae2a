import { readdir, readFile } from "node:fs/promises";
import { birthOf, type Daemon, tryRun } from "@lab/core";

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

const after = (words: readonly string[], flag: string): string | undefined => {
	const at = words.indexOf(flag);
	return at < 0 ? undefined : words[at + 1];
};

async function commandLines(): Promise<{ pid: number; words: string[] }[]> {
	if (process.platform !== "linux") return commandLinesOfPs();
	const pids = (await readdir("/proc")).filter((name) => /^\d+$/.test(name));
	return Promise.all(
		pids.map(async (pid) => ({
			pid: Number(pid),
			words: (
				await readFile(`/proc/${pid}/cmdline`, "utf8").catch(() => "")
			).split("\0"),
		})),
	);
}

async function commandLinesOfPs(): Promise<{ pid: number; words: string[] }[]> {
	const { stdout } = await tryRun("ps", ["-axww", "-o", "pid=,args="], {
		timeout: "10s",
	});
	return stdout.split("\n").map((line) => {
		const [pid, ...words] = line.trim().split(/\s+/);
		return { pid: Number(pid), words };
	});
}
