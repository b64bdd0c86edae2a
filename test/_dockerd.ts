import { spawn } from "node:child_process";
import { openSync } from "node:fs";
import { copyFile, readFile } from "node:fs/promises";
import { join } from "node:path";
import process from "node:process";
import { setTimeout as sleep } from "node:timers/promises";
import { run, tryRun } from "@lab/core";
import { findEngine } from "@lab/replica";

/** A Docker engine for one test. */
export interface Dockerd {
	/** Environment variables for programs that use it. */
	readonly env: Record<string, string>;
	stop(): Promise<void>;
}

/** Wrapper of runc that requests only capabilities that this machine can grant. */
const WRAPPER = "runc-hostcaps";

/**
 * Starts a Docker engine that keeps all its files in one folder.
 *
 * @param within command that runs it in another context, such as a namespace
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
		// Takes precedence over other programs of the same names.
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
		// Containers that shared our network leave this mounted, which would prevent removing the folder.
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
