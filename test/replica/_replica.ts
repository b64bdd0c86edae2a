import type { ChildProcess } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { type RunResult, tryRun } from "@lab/core";
import { environments } from "@lab/lab";
import {
	endpointsOf,
	type Folder,
	folderAt,
	type ReplicaRecord,
	readBundles,
	readRecord,
	replicaTools,
	reset,
	settingsOf,
	status,
	up,
	withReplicaLock,
} from "@lab/replica";

export const root = join(import.meta.dirname, "../..");
export const tree = join(root, "local-lab/fleet");

export const quiet = { step() {}, note() {} };

/** Replica of one test, with its own folder and ports. */
export class TestReplica {
	readonly folder: Folder;
	readonly home: string;

	private constructor(path: string) {
		this.folder = folderAt(join(path, "replica"));
		this.home = path;
	}

	static async make(): Promise<TestReplica> {
		await replicaTools(quiet);
		return TestReplica.bare();
	}

	/** Only creates the folder; does not look for any program. */
	static async bare(): Promise<TestReplica> {
		return new TestReplica(await mkdtemp(join(tmpdir(), "replica-")));
	}

	forget(): Promise<void> {
		return rm(this.home, { recursive: true, force: true });
	}

	/** Does the same as `pnpm local-lab up --no-deploy`, in this process. */
	async up(notes: string[] = []) {
		const progress = { step() {}, note: (text: string) => notes.push(text) };
		const settings = settingsOf(await readBundles(tree));
		return withReplicaLock(this.folder, { progress }, () =>
			up({
				folder: this.folder,
				env: environments.local,
				settings,
				progress,
			}),
		);
	}

	async status() {
		return status({
			folder: this.folder,
			tools: () => replicaTools(quiet),
			env: environments.local,
			settings: settingsOf(await readBundles(tree)),
		});
	}

	async record(): Promise<ReplicaRecord> {
		const record = await readRecord(this.folder);
		if (record === undefined) throw new Error("there is no record");
		return record;
	}

	async endpoints() {
		return endpointsOf(this.folder, await this.record());
	}

	/** Runs `pnpm local-lab <words>` in its own process. */
	run(
		words: readonly string[],
		env: Record<string, string> = {},
	): Promise<RunResult> {
		return tryRun(process.execPath, commandLine(words), {
			cwd: root,
			timeout: "5m",
			env: { ...this.env, ...env },
		});
	}

	get env(): Record<string, string> {
		return {
			VACLAB_REPLICA_DIR: this.folder.path,
			// Tests must not use this machine's own Docker engine.
			DOCKER_HOST: "unix:///nowhere/docker.sock",
		};
	}

	/** Stops everything that the test started, even if it failed. */
	async end(): Promise<void> {
		await reset(this.folder, quiet);
		await this.forget();
	}
}

export const commandLine = (words: readonly string[]): string[] => [
	join(root, "packages/launch/launch.mjs"),
	join(root, "local-lab/local-lab.ts"),
	...words,
];

/** Queries one of the stores. */
export async function ask(
	url: string,
	form: Record<string, string>,
): Promise<{ status: number; text: string }> {
	const response = await fetch(url, {
		method: "POST",
		body: new URLSearchParams(form),
	});
	return { status: response.status, text: await response.text() };
}

/** Polls until the result is as expected, or until the test times out. */
export async function until<T>(
	look: () => Promise<T>,
	wanted: (value: T) => boolean,
): Promise<T> {
	for (;;) {
		const value = await look();
		if (wanted(value)) return value;
		await new Promise((resolve) => setTimeout(resolve, 200));
	}
}

export const readText = (path: string): Promise<string> =>
	readFile(path, "utf8");

/** Waits for a step of a command's progress. */
export const lineWith = (child: ChildProcess, text: string): Promise<void> =>
	new Promise((done, fail) => {
		let seen = "";
		child.stderr?.on("data", (chunk: Buffer) => {
			seen += chunk.toString("utf8");
			if (seen.includes(text)) done();
		});
		child.once("exit", (code) =>
			fail(new Error(`ended with ${code} before '${text}':\n${seen}`)),
		);
	});
