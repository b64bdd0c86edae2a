import { readdir, readFile } from "node:fs/promises";
import { tryRun } from "@lab/core";

export interface CommandLine {
	readonly pid: number;
	readonly words: readonly string[];
}

/** Command lines of all processes on this machine. */
export async function commandLines(): Promise<CommandLine[]> {
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

async function commandLinesOfPs(): Promise<CommandLine[]> {
	const { stdout } = await tryRun("ps", ["-axww", "-o", "pid=,args="], {
		timeout: "10s",
	});
	return stdout.split("\n").map((line) => {
		const [pid, ...words] = line.trim().split(/\s+/);
		return { pid: Number(pid), words };
	});
}

/** The word that follows a flag. */
export const flagValue = (
	words: readonly string[],
	flag: string,
): string | undefined => {
	const at = words.indexOf(flag);
	return at < 0 ? undefined : words[at + 1];
};
