import { spawn } from "node:child_process";
import { openSync } from "node:fs";
import { copyFile, readFile } from "node:fs/promises";
import { join } from "node:path";
import process from "node:process";
import { setTimeout as sleep } from "node:timers/promises";
import { run, tryRun } from "@lab/core";
import { findEngine } from "@lab/ops";

/** A Docker engine of a test's own. */
export interface Dockerd {
	/** For programs that are to speak to it. */
	readonly env: Record<string, string>;
	stop(): Promise<void>;
}

/** Asks the kernel only for what this machine may give. */
const WRAPPER = "runc-hostcaps";

/**
 * Starts a Docker engine with all that it keeps in one folder.
 *
 * @param within words of a program that starts it elsewhere
 */
export async function startDockerd(
	folder: string,
	{
		within = [],
		flags,
	}: { readonly within?: readonly string[]; readonly flags: readonly string[] },
): Promise<Dockerd> {
	const socket = `unix://${folder}/docker.sock`;
	const env = {
		DOCKER_HOST: socket,
		// Before other programs of that name.
		PATH: `/usr/bin:/usr/sbin:${process.env.PATH}`,
	};
	const logFile = join(folder, "dockerd.log");
	const log = openSync(logFile, "a");
	const wrapper = join(folder, WRAPPER);
	await copyFile(
		join(import.meta.dirname, "replica/k3d-standin", WRAPPER),
		wrapper,
	);
	await run("chmod", ["+x", wrapper], { timeout: "10s" });
	const [program = "dockerd", ...args] = [
		...[...within, "dockerd", "--host", socket],
		...["--data-root", join(folder, "data")],
		...["--exec-root", join(folder, "exec")],
		...["--pidfile", join(folder, "dockerd.pid")],
		...["--add-runtime", `hostcaps=${wrapper}`],
		...["--default-runtime", "hostcaps", ...flags],
	];
	const daemon = spawn(program, args, {
		stdio: ["ignore", log, log],
		env: { ...process.env, ...env },
	});
	const stop = async () => {
		if (daemon.exitCode !== null) return;
		const ended = new Promise((done) => daemon.once("exit", done));
		daemon.kill("SIGTERM");
		await ended;
		// Of containers that shared our network: still mounted, so that no folder can go.
		await tryRun("umount", ["-q", join(folder, "exec/netns/default")], {
			timeout: "10s",
		});
	};
	const { DOCKER_HOST: before } = process.env;
	process.env.DOCKER_HOST = socket;
	try {
		for (let tries = 0; !(await findEngine()).answers; tries += 1) {
			if (daemon.exitCode !== null || tries === 300)
				throw new Error((await readFile(logFile, "utf8")).slice(-2000));
			await sleep(200);
		}
		return { env, stop };
	} catch (error) {
		await stop();
		throw error;
	} finally {
		process.env.DOCKER_HOST = before;
		if (before === undefined) delete process.env.DOCKER_HOST;
	}
}
