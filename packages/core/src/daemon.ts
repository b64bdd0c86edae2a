import { readFile } from "node:fs/promises";
import { exitCode, LabError } from "./error.ts";
import { type StartOptions, spawnDetached, tryRun } from "./process.ts";

/** A process, told apart from another one that later gets its number. */
export interface Daemon {
	readonly pid: number;
	/** When it was born, in whatever unit the machine counts that. */
	readonly birth: string;
}

/** @returns nothing when there is no such process, or only its corpse */
export async function birthOf(pid: number): Promise<string | undefined> {
	if (process.platform !== "linux") return birthFromPs(pid);
	const text = await readFile(`/proc/${pid}/stat`, "utf8").catch(() => "");
	// `pid (name) state ppid ...`: the name may hold spaces and parentheses.
	const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
	return text === "" || fields[0] === "Z" || fields[0] === "X"
		? undefined
		: fields[19];
}

async function birthFromPs(pid: number): Promise<string | undefined> {
	const { stdout } = await tryRun(
		"ps",
		["-o", "state=,lstart=", "-p", String(pid)],
		{ timeout: "5s" },
	);
	const text = stdout.trim();
	return text === "" || text.startsWith("Z")
		? undefined
		: text.replace(/^\S+\s+/, "");
}

/**
 * Starts a program that lives on without us.
 *
 * @throws LabError `command-not-found`
 */
export async function startDaemon(
	program: string,
	args: readonly string[],
	options: StartOptions,
): Promise<Daemon> {
	const pid = await spawnDetached(program, args, options);
	return { pid, birth: (await birthOf(pid)) ?? "gone" };
}

export const isAlive = async ({ pid, birth }: Daemon): Promise<boolean> =>
	(await birthOf(pid)) === birth;

/** This process. */
export const self = async (): Promise<Daemon> => ({
	pid: process.pid,
	birth: (await birthOf(process.pid)) ?? "",
});

/**
 * Ends a process: SIGTERM, and SIGKILL when that was not enough. One that is
 * gone, or whose number another process has by now, is left alone.
 *
 * @param patienceMs between the two signals
 * @throws LabError `will-not-end`
 */
export async function endDaemon(
	daemon: Daemon,
	patienceMs = 5000,
): Promise<void> {
	for (const [signal, patience] of [
		["SIGTERM", patienceMs],
		["SIGKILL", 5000],
	] as const) {
		if (!(await isAlive(daemon))) return;
		if (signal === "SIGTERM" && patienceMs === 0) continue;
		try {
			process.kill(daemon.pid, signal);
		} catch (error) {
			if ((error as NodeJS.ErrnoException).code === "ESRCH") return;
			throw error;
		}
		const until = performance.now() + patience;
		while (performance.now() < until) {
			if (!(await isAlive(daemon))) return;
			await new Promise((resolve) => setTimeout(resolve, 20));
		}
	}
	if (!(await isAlive(daemon))) return;
	throw new LabError({
		code: "will-not-end",
		what: `process ${daemon.pid} is still there after SIGKILL`,
		where: `process ${daemon.pid}`,
		help: "look at what it waits for in the kernel: cat /proc/<pid>/wchan",
		exit: exitCode.letDown,
	});
}
