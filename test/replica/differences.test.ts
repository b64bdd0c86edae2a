import { cp, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { TestReplica, tree } from "./_replica.ts";

interface Document {
	readonly unexplained: number;
	readonly differences: readonly {
		readonly bundle: string;
		readonly object: string;
		readonly because: readonly string[];
	}[];
}

let replica: TestReplica;

beforeAll(async () => {
	replica = await TestReplica.bare();
});

afterAll(() => replica.forget());

test("every difference between the lab and its replica is declared as a fact", async () => {
	const { exit, stdout } = await replica.run(["differences", "--json"]);
	const { differences, unexplained } = JSON.parse(stdout) as Document;
	expect([exit, unexplained]).toEqual([0, 0]);
	expect(differences).toContainEqual(
		expect.objectContaining({
			bundle: "longhorn",
			because: [expect.stringContaining("supports.blockStorage")],
		}),
	);
}, 300_000);

test("an undeclared difference is reported", async () => {
	const working = join(replica.home, "tree");
	await cp(tree, working, { recursive: true });
	const file = join(working, "storage/storageclass-longhorn-vaclab.yaml");
	const text = await readFile(file, "utf8");
	await writeFile(file, `${text}mountOptions:\n  - noatime\n`);
	const { exit, stdout } = await replica.run(
		["differences", "storage", "--json"],
		{
			VACLAB_REPLICA_TREE: working,
		},
	);
	const { differences, unexplained } = JSON.parse(stdout) as Document;
	expect([exit, unexplained]).toEqual([1, 1]);
	expect(differences.filter(({ because }) => because.length === 0)).toEqual([
		expect.objectContaining({
			bundle: "storage",
			object: expect.stringContaining("longhorn-vaclab"),
			path: "mountOptions",
		}),
	]);
}, 300_000);
