import { access, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { tryRun } from "@lab/core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { newcomersCopy } from "../_newcomer.ts";

let copy: string;
beforeAll(async () => {
	copy = await newcomersCopy();
}, 120_000);
afterAll(() => rm(copy, { recursive: true, force: true }));

test("an error in the facts: exit 2 with what and where, before anything is written or contacted", async () => {
	const nodes = join(copy, "packages/lab/src/nodes.ts");
	const facts = await readFile(nodes, "utf8");
	await writeFile(nodes, facts.replace(`"192.0.2.2"`, `"192.0.2.1"`));
	const hosts = join(copy, "ansible/inventory/hosts.yml");
	const inventory = await readFile(hosts, "utf8");
	const { exit, stdout, stderr } = await tryRun(
		"node",
		[
			"packages/launch/launch.mjs",
			"packages/cli/src/main.ts",
			"provision",
			"cluster",
		],
		{ cwd: copy, timeout: "1m" },
	);
	expect(exit).toBe(2);
	expect(stdout).toBe("");
	expect(stderr.match(/^error/gm)).toHaveLength(1);
	expect(stderr).toMatch(
		/error\[duplicate-address\].*192\.0\.2\.1[\s\S]*\n {2}at .*\n {2}help /,
	);
	expect(await readFile(hosts, "utf8")).toBe(inventory);
	await expect(access(join(copy, ".lab"))).rejects.toThrow();
}, 120_000);
