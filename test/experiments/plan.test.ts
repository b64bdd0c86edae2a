import { readFile, writeFile } from "node:fs/promises";
import { checkPlan, type Plan } from "@lab/record";
import { expect, test } from "vitest";
import { experiment, inFolder } from "./_experiment.ts";

test("plan: the printed document equals the written file, and names this commit", async () => {
	const file = inFolder("plan.json");
	const { exit, document } = await experiment(
		"plan",
		"gossip-smoke",
		"--set",
		"nodes=12",
		"--out",
		file,
	);
	expect(exit).toBe(0);
	expect(JSON.parse(await readFile(file, "utf8"))).toEqual(document);
	expect(checkPlan(document, file)).toEqual([]);
	const plan = document as unknown as Plan;
	expect(plan.provenance.commit).toMatch(/^[0-9a-f]{40}$/);
	expect(plan.provenance.versions).toHaveProperty("libp2p");
});

test("plan: values are read from a file, and --set overrides them", async () => {
	const values = inFolder("values.yaml");
	await writeFile(values, "nodes: 12\nmessages: 7\n");
	const { document } = await experiment(
		"plan",
		"gossip-smoke",
		"--values",
		values,
		"--set",
		"nodes=9",
		"--out",
		inFolder("from-values.json"),
	);
	expect(document.parameters).toMatchObject({
		nodes: { value: 9 },
		messages: { value: 7 },
	});
});

test.each<[string, string[], RegExp]>([
	["name", ["run", "gosip-smoke"], /unknown-experiment.*gossip-smoke/],
	[
		"parameter",
		["run", "gossip-smoke", "--set", "node=30"],
		/unknown-parameter.*--set node=30.*nodes/,
	],
	[
		"a parameter by its name in 10ksim",
		["plan", "gossip-smoke", "--set", "num_nodes=1000"],
		/unknown-parameter.*did you mean 'nodes'/,
	],
	[
		"setting without a value",
		["plan", "gossip-smoke", "--set", "nodes"],
		/wrong-setting/,
	],
	[
		"duplicate setting",
		["plan", "gossip-smoke", "--set", "nodes=8", "--set", "nodes=9"],
		/wrong-setting.*'nodes' is set twice, to 8 and to 9/,
	],
	[
		"values file",
		["plan", "gossip-smoke", "--values", "nowhere.yaml"],
		/no-values/,
	],
])("an invalid %s exits with 2 and says what to do", async (_, words, says) => {
	const { exit, document } = await experiment(...words);
	expect(exit).toBe(2);
	expect(JSON.stringify(document)).toMatch(says);
});

test.each([
	["--set", "nodes=3"],
	["--seed", "mine"],
	["--backend", "cluster"],
	["--env", "local"],
])("a plan file is final: %s %s is rejected", async (...words) => {
	const file = inFolder("final.json");
	await experiment("plan", "gossip-smoke", "--out", file);
	const { exit, document } = await experiment("run", file, ...words);
	expect(exit).toBe(2);
	expect(JSON.stringify(document)).toMatch(
		new RegExp(`plan-is-final.*omit ${words[0]}`),
	);
});

test("diff: different plans differ in their values and objects, equal plans in nothing", async () => {
	const small = inFolder("small.json");
	const large = inFolder("large.json");
	const plan = (file: string, nodes: number) =>
		experiment(
			...["plan", "gossip-smoke", "--backend", "cluster"],
			...["--set", `nodes=${nodes}`, "--out", file],
		);
	await plan(small, 12);
	await plan(large, 40);
	expect(await experiment("diff", small, small)).toMatchObject({
		exit: 0,
		document: { same: true, values: [], objects: [] },
	});
	const { exit, document } = await experiment("diff", small, large);
	expect(exit).toBe(1);
	expect(document.values).toContainEqual({
		at: "parameters.nodes",
		from: 12,
		to: 40,
	});
	expect(document.values).toContainEqual({
		at: "groups.pod.replicas",
		from: 12,
		to: 40,
	});
	// Replicas start at 0 in both, so the StatefulSet differs only in its pods' environment.
	expect(document.objects).toMatchObject([
		{ object: expect.stringContaining("StatefulSet.apps"), action: "change" },
	]);
});
