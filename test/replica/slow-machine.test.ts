import process from "node:process";
import { tryRun } from "@lab/core";
import { describeNeeding } from "@lab/core/testing";
import { afterAll, beforeAll, expect, test } from "vitest";
import { controlGroupsNeed, QuarterCore } from "./_quarter-core.ts";
import { commandLine, root, TestReplica } from "./_replica.ts";

const MINUTES = 60_000;

describeNeeding(
	["go", controlGroupsNeed],
	"a machine with a quarter of a core",
	() => {
		let replica: TestReplica;
		let core: QuarterCore;

		beforeAll(async () => {
			replica = await TestReplica.make();
			core = await QuarterCore.make();
		}, 40 * MINUTES);

		afterAll(async () => {
			await replica?.end();
			await core?.end();
		}, 5 * MINUTES);

		test(
			"brings the replica and its bundles up in one call",
			async () => {
				const [program, args] = core.around(
					process.execPath,
					commandLine(["up"]),
				);
				const { exit, stderr } = await tryRun(program, args, {
					cwd: root,
					timeout: "14m",
					env: replica.env,
				});
				if (exit !== 0) throw new Error(stderr);
				expect((await replica.status()).state).toBe("up");
			},
			15 * MINUTES,
		);
	},
);
