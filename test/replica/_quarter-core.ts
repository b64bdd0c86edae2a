import { existsSync } from "node:fs";
import { mkdir, rmdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import process from "node:process";
import { setTimeout as sleep } from "node:timers/promises";

const ROOT = "/sys/fs/cgroup";

/** A control group whose processes share a quarter of a core. */
export class QuarterCore {
	private readonly folder: string;

	private constructor(folder: string) {
		this.folder = folder;
	}

	static async make(): Promise<QuarterCore> {
		const isV1 = existsSync(join(ROOT, "cpu"));
		const folder = join(ROOT, isV1 ? "cpu" : "", `replica-test-${process.pid}`);
		await mkdir(folder);
		await (isV1
			? writeFile(join(folder, "cpu.cfs_quota_us"), "25000")
			: writeFile(join(folder, "cpu.max"), "25000 100000"));
		return new QuarterCore(folder);
	}

	/** Command line that runs a program and all that it starts in the group. */
	around(program: string, args: readonly string[]): [string, string[]] {
		const enter = `echo $$ >${join(this.folder, "cgroup.procs")} && exec "$@"`;
		return ["sh", ["-c", enter, "sh", program, ...args]];
	}

	/** Removes the group, once its processes have ended. */
	async end(): Promise<void> {
		for (let tries = 0; tries < 100; tries += 1) {
			if (
				await rmdir(this.folder).then(
					() => true,
					() => false,
				)
			)
				return;
			await sleep(100);
		}
		throw new Error(`${this.folder} still has processes`);
	}
}

export const controlGroupsNeed = {
	what: "root, to limit the CPU of a control group",
	isMet: () => process.getuid?.() === 0 && existsSync(ROOT),
};
