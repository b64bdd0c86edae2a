import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { findRunFolder } from "./analyse.ts";

const older = "20260805-101500-gossip-smoke-1111aaaa-0001";
const newer = "20260806-101500-gossip-smoke-1111aaaa-0002";
const imported = "20260807-011419-nimlibp2p-4581fc1b";
let root: string;
beforeAll(async () => {
	root = await mkdtemp(join(tmpdir(), "find-run-"));
	for (const id of [older, newer]) {
		const folder = join(root, ".lab/runs", id);
		await mkdir(folder, { recursive: true });
		await writeFile(join(folder, "plan.json"), "{}");
	}
	const folder = join(root, `.lab/imported/run=${imported}`);
	await mkdir(folder, { recursive: true });
	await writeFile(join(folder, "imported.json"), "{}");
});
afterAll(() => rm(root, { recursive: true, force: true }));

test.each([
	["last", newer],
	[older, older],
	["0001", older],
	["nimlibp2p", `run=${imported}`],
])("'%s' names %s", async (name, folder) => {
	expect(basename(await findRunFolder(root, name))).toBe(folder);
});

test("a part that several runs have is refused, and names them", async () => {
	await expect(findRunFolder(root, "gossip")).rejects.toThrow(
		/several-runs.*2 runs match 'gossip'/,
	);
});

test("an unknown run, and 'last' without any run, are refused", async () => {
	await expect(findRunFolder(root, "other")).rejects.toThrow(/no-run/);
	await expect(findRunFolder(join(root, "empty"), "last")).rejects.toThrow(
		/no-run.*there is no run yet/,
	);
});
