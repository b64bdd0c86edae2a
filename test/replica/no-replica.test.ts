import { existsSync } from "node:fs";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import process from "node:process";
import { tryRun } from "@lab/core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { root } from "./_replica.ts";

let home = "";
beforeAll(async () => {
	home = await mkdtemp(join(tmpdir(), "no-replica-"));
});
afterAll(() => rm(home, { recursive: true, force: true }));

/** Runs `pnpm local-lab` as on a machine with only Node: no replica, no tools, an empty cache. */
const localLab = (...words: string[]) =>
	tryRun(
		process.execPath,
		[
			...[
				join(root, "packages/launch/launch.mjs"),
				join(root, "packages/cli/src/main.ts"),
			],
			...["local-lab", ...words],
		],
		{
			cwd: root,
			timeout: "1m",
			env: {
				PATH: dirname(process.execPath),
				VACLAB_CACHE: join(home, "cache"),
				VACLAB_REPLICA_DIR: join(home, "replica"),
			},
		},
	);

const gotTools = async () =>
	existsSync(join(home, "cache")) ? readdir(join(home, "cache")) : [];

test("status reports that there is no replica, and installs no tool", async () => {
	const { exit, stdout, stderr } = await localLab("status");
	expect(stdout).toContain("there is no replica");
	expect({ exit, stderr }).toEqual({ exit: 1, stderr: "" });
	expect(await gotTools()).toEqual([]);
});

test.each(["deploy", "diff", "endpoints", "open"])(
	"%s fails without a replica, and installs no tool",
	async (verb) => {
		const { exit, stderr } = await localLab(verb);
		expect(stderr).toContain("error[no-replica]");
		expect(exit).toBe(3);
		expect(await gotTools()).toEqual([]);
	},
);
