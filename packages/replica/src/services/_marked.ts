import { readdir, readFile } from "node:fs/promises";
import process from "node:process";
import { birthOf, type Daemon, tryRun } from "@lab/core";

/** Environment variable of each child, which identifies it even if its pid file was never written. */
export const MARK = "VACLAB_REPLICA";

/** All processes marked with a folder, including indirect children. */
export async function markedProcesses(folder: string): Promise<Daemon[]> {
	const pids =
		process.platform === "linux"
			? await fromProc(`${MARK}=${folder}`)
			: await fromPs(`${MARK}=${folder}`);
	const found = await Promise.all(
		pids
			.filter((pid) => pid !== process.pid)
			.map(async (pid) => ({ pid, birth: await birthOf(pid) })),
	);
	return found.filter((one): one is Daemon => one.birth !== undefined);
}

async function fromProc(mark: string): Promise<number[]> {
	const pids = (await readdir("/proc")).filter((name) => /^\d+$/.test(name));
	const marked = await Promise.all(
		pids.map(async (pid) => {
			// An unreadable process belongs to another user and is not ours.
			const text = await readFile(`/proc/${pid}/environ`, "utf8").catch(
				() => "",
			);
			return text.split("\0").includes(mark);
		}),
	);
	return pids.filter((_, index) => marked[index]).map(Number);
}

async function fromPs(mark: string): Promise<number[]> {
	const { stdout } = await tryRun("ps", ["-axEww", "-o", "pid=,command="], {
		timeout: "10s",
	});
	return stdout
		.split("\n")
		.filter((line) => line.includes(`${mark} `) || line.endsWith(mark))
		.map((line) => Number.parseInt(line, 10));
}
