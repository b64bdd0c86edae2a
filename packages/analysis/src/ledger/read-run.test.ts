import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { smallPlan } from "@lab/record/testing";
import { afterAll, expect, test } from "vitest";
import { readRun } from "./read-run.ts";

const folders: string[] = [];
afterAll(async () => {
	for (const folder of folders) await rm(folder, { recursive: true });
});

type Change = NonNullable<
	NonNullable<Parameters<typeof smallPlan>[0]>["change"]
>;

async function factsOf(change: Change, nodes?: unknown) {
	const folder = await mkdtemp(join(tmpdir(), "read-run-"));
	folders.push(folder);
	const plan = smallPlan({ nodes: 2, messages: 2, change });
	await writeFile(join(folder, "plan.json"), JSON.stringify(plan));
	await writeFile(join(folder, "events.jsonl"), "");
	await writeFile(join(folder, "publishes.jsonl"), "");
	if (nodes !== undefined) {
		await writeFile(join(folder, "nodes.json"), JSON.stringify(nodes));
	}
	return (await readRun(folder)).facts;
}

/** Adds a group of nodes that do not publish. */
const withSlow: Change = (plan) => {
	const [first] = plan.groups;
	if (first) plan.groups.push({ ...first, name: "slow", replicas: 2 });
};

test("nodes that only receive are expected to if the plan names their group", async () => {
	const facts = await factsOf((plan) => {
		withSlow(plan);
		const [step] = plan.timeline;
		if (step?.kind === "publish") step.receivers = ["relay", "slow"];
	});
	expect(facts.nodes.map(({ node }) => node)).toEqual([
		"relay-0",
		"relay-1",
		"slow-0",
		"slow-1",
	]);
	expect(facts.messages[0]?.receivers).toEqual(["relay", "slow"]);
});

test("a step without receivers expects the groups it publishes from, not the receivers of another step", async () => {
	const facts = await factsOf((plan) => {
		withSlow(plan);
		const [step] = plan.timeline;
		if (step?.kind !== "publish") return;
		plan.timeline.push({
			...step,
			name: "more",
			receivers: ["slow"],
			messages: step.messages.map((one) => ({
				...one,
				id: String(BigInt(one.id) + 1n),
			})),
		});
	});
	expect(facts.messages.map(({ receivers }) => receivers)).toEqual([
		["relay"],
		["relay"],
		["slow"],
		["slow"],
	]);
});

test("machines are read from nodes.json, which is validated against its schema", async () => {
	const node = { node: "relay-1", group: "relay", namespace: "lab", urls: {} };
	const { nodes } = await factsOf(() => {}, [{ ...node, host: "metal-01" }]);
	expect(nodes.map(({ host }) => host)).toEqual(["", "metal-01"]);
	await expect(
		factsOf(() => {}, [{ ...node, hots: "metal-01" }]),
	).rejects.toThrow("there is no key 'hots' here");
});
