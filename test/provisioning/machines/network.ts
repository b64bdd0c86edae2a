import { readdir } from "node:fs/promises";
import process from "node:process";
import { type RunOptions, type RunResult, run, tryRun } from "@lab/core";

const script = `${import.meta.dirname}/network.sh`;
const prefix = "lab-test-";

/** Bridge in a network namespace that connects the machines and their operator. */
export interface Network {
	readonly name: string;
	/** Operator's address on the bridge. */
	readonly operator: string;
	/** Runs a program as if on the operator's computer, which reaches only the machines. */
	run(
		program: string,
		args: readonly string[],
		options: RunOptions,
	): Promise<RunResult>;
	/** Serves a folder over HTTP on the operator's address, until the network stops. */
	serve(folder: string, port: number): Promise<void>;
	stop(): Promise<void>;
}

export async function startNetwork(): Promise<Network> {
	await endOrphans();
	const name = `${prefix}${process.pid}-${Math.random().toString(36).slice(2, 6)}`;
	const operator = "10.77.0.1";
	await run("bash", [script, "start", name, `${operator}/24`], {
		timeout: "20s",
	});
	return {
		name,
		operator,
		run: (program, args, options) =>
			tryRun("ip", ["netns", "exec", name, program, ...args], options),
		serve: async (folder, port) => {
			await run(
				"bash",
				[script, "serve", name, operator, `${port}`, folder, `${process.pid}`],
				{ timeout: "20s" },
			);
		},
		stop: async () => {
			await run("bash", [script, "stop", name], { timeout: "20s" });
		},
	};
}

/** Removes networks left behind by killed tests. */
async function endOrphans(): Promise<void> {
	const names = await readdir("/run/netns").catch(() => [] as string[]);
	for (const name of names.filter((entry) => entry.startsWith(prefix))) {
		const owner = Number(name.slice(prefix.length).split("-")[0]);
		if (!isAlive(owner)) {
			await run("bash", [script, "stop", name], { timeout: "20s" });
		}
	}
}

function isAlive(pid: number): boolean {
	try {
		process.kill(pid, 0);
		return true;
	} catch {
		return false;
	}
}
