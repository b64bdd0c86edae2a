import { readFile } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { exitCode, LabError } from "./error.ts";
import { type StartOptions, spawnDetached, tryRun } from "./process.ts";

/** Identity of a process, which stays unique when its pid is reused. */
export interface Daemon {
	readonly pid: number;
	/** Start time, in a unit that depends on the operating system. */
	readonly birth: string;
}

/** @returns start time of a process; undefined if it does not exist or is a zombie */
export async function birthOf(pid: number): Promise<string | undefined> {
	if (process.platform !== "linux") return birthFromPs(pid);
	const fields = await statOf(pid);
	return fields === undefined || fields[0] === "Z" || fields[0] === "X"
		? undefined
		: fields[19];
}

/** @returns CPU time of a process in ticks of 10 ms; 0 where `/proc` does not tell */
export async function cpuTicksOf(pid: number): Promise<number> {
	const fields = await statOf(pid);
	return Number(fields?.[11] ?? 0) + Number(fields?.[12] ?? 0);
}

/** Fields of `/proc/<pid>/stat` from the state on; undefined if there is no such process. */
async function statOf(pid: number): Promise<string[] | undefined> {
	const text = await readFile(`/proc/${pid}/stat`, "utf8").catch(() => "");
	// `pid (name) state ppid ...`: the name may contain spaces and parentheses.
	return text === ""
		? undefined
		: text.slice(text.lastIndexOf(")") + 2).split(" ");
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
 * Starts a program that outlives this process.
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

/** Identity of this process. */
export const self = async (): Promise<Daemon> => ({
	pid: process.pid,
	birth: (await birthOf(process.pid)) ?? "",
});

/**
 * Stops a process with SIGTERM, then with SIGKILL if it is still running. Does
 * nothing if the process has ended, even if its pid was reused.
 *
 * @param patienceMs time between the two signals; 0 sends only SIGKILL
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
			await sleep(20);
		}
	}
	if (!(await isAlive(daemon))) return;
	throw new LabError({
		code: "will-not-end",
		what: `process ${daemon.pid} is still running after SIGKILL`,
		where: `process ${daemon.pid}`,
		help: "see what it waits for in the kernel: cat /proc/<pid>/wchan",
		exit: exitCode.unavailable,
	});
}
