import { smallPlan } from "@lab/record/testing";
import { readEvents } from "@lab/runner";
import { expect, test } from "vitest";
import {
	execute,
	newRun,
	processesOf,
	readLogs,
	readPublishes,
} from "./fixtures.ts";

test("a node process that dies makes the run invalid and its nodes are named; all logs are collected", async () => {
	const folder = await newRun(
		smallPlan({ messages: 40, nodesPerProcess: 2, everyMs: 100 }),
	);
	const verdict = await execute(folder, {
		print: (text) => {
			if (text !== "traffic started") return;
			const victim = readEvents(folder.events).find(
				(event) => event.kind === "node-started" && event.node === "relay-4",
			);
			process.kill((victim as { pid: number }).pid, "SIGKILL");
		},
	});
	expect(verdict).toMatchObject({ outcome: "succeeded", validity: "invalid" });
	expect(verdict.reasons.join("\n")).toContain("relay-4, relay-5");
	expect((await readLogs(folder.path)).size).toBe(6);
	expect(await processesOf(folder)).toEqual([]);
});

test("hanging publishes time out without delaying others, and are named", async () => {
	const plan = smallPlan({
		messages: 60,
		everyMs: 20,
		timeoutMs: 700,
		args: ["--hang-publish", "0.2"],
	});
	const folder = await newRun(plan);
	const verdict = await execute(folder);
	const [failed] = verdict.guards;
	expect(verdict).toMatchObject({ outcome: "succeeded", validity: "invalid" });
	expect(failed).toMatchObject({ holds: "no" });
	expect(failed?.why).toContain("unanswered (no answer within 700 ms)");
	const sent = (await readPublishes(folder))
		.sort((a, b) => (a.intended < b.intended ? -1 : 1))
		.map((record) => ({ ...record, at: BigInt(record.sent ?? 0) }));
	const hung = sent.findIndex(({ result }) => result === "unanswered");
	const [first, next] = sent.slice(hung, hung + 2);
	expect((next?.at ?? 0n) < (first?.at ?? 0n) + 700_000_000n).toBe(true);
});

test("refused publishes make the run invalid, with the node's own reason", async () => {
	const verdict = await execute(
		await newRun(smallPlan({ args: ["--fail-publish", "1"] })),
	);
	expect(verdict).toMatchObject({ outcome: "succeeded", validity: "invalid" });
	expect(verdict.reasons[0]).toContain("publishes.failed is 10 messages");
	expect(verdict.reasons[0]).toContain("this node fails publishes on purpose");
});

test("a node that drops messages makes the run fail, not invalid, and missing deliveries are named", async () => {
	const verdict = await execute(
		await newRun(smallPlan({ messages: 20, args: ["--drop", "0.1"] })),
	);
	expect(verdict).toMatchObject({
		outcome: "succeeded",
		validity: "valid",
		verdict: "fail",
	});
	expect(verdict.reasons[0]).toMatch(/\d+ missing: \d+ at relay-\d/);
});

test("a node with a skewed clock is detected and named", async () => {
	const plan = smallPlan({
		messages: 3,
		nodesPerProcess: 1,
		change: (open) => {
			const [relay] = open.groups;
			if (relay === undefined) return;
			open.groups.push({
				...structuredClone(relay),
				name: "skewed",
				replicas: 1,
				process: {
					program: "test-node",
					nodesPerProcess: 1,
					args: ["--skew-ms", "400"],
				},
			});
			open.guards.push({ measure: "clock.skew", atMost: 50 });
		},
	});
	const verdict = await execute(await newRun(plan));
	expect(verdict.validity).toBe("invalid");
	expect(verdict.reasons[0]).toContain("skewed-0");
	expect(verdict.guards.at(-1)).toMatchObject({ holds: "no" });
});

test("a program that exits at once makes the run expire with the reason, and nothing is left", async () => {
	const plan = smallPlan({
		args: ["--no-such-flag"],
		change: (open) => {
			open.limits.deployingMs = 3000;
		},
	});
	const folder = await newRun(plan);
	const verdict = await execute(folder);
	expect(verdict).toMatchObject({ outcome: "expired", validity: "invalid" });
	expect(verdict.reasons[0]).toContain("deploying took longer than 3000 ms");
	expect(await processesOf(folder)).toEqual([]);
});

test("a run whose network does not settle expires and is still collected", async () => {
	const plan = smallPlan({
		change: (open) => {
			open.settle = [
				{
					kind: "metric",
					group: "relay",
					metric: "libp2p_gossipsub_peers_per_topic_mesh",
					quantile: 0,
					atLeast: 1000,
					holdMs: 0,
				},
			];
			open.limits.settlingMs = 1500;
		},
	});
	const folder = await newRun(plan);
	expect(await execute(folder)).toMatchObject({
		outcome: "expired",
		validity: "invalid",
		verdict: "unjudged",
	});
	expect((await readLogs(folder.path)).size).toBe(6);
	expect(await processesOf(folder)).toEqual([]);
});
