import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { smallPlan } from "@lab/record/testing";
import { checkDataset, readDataset, readEvents } from "@lab/runner";
import { expect, test } from "vitest";
import {
	deliveries,
	eventsOf,
	execute,
	newRun,
	newState,
	processesOf,
	readLogs,
	statesIn,
} from "./fixtures.ts";

test("a plan runs to its verdict: every message reaches every node, and nothing is left behind", async () => {
	const plan = smallPlan({
		messages: 20,
		change: (open) => {
			open.drain.scrapeIntervalMs = 500;
			open.guards.push({ measure: "scrapes.missing", atMost: 0 });
			open.guards.push({ measure: "clock.skew", atMost: 20 });
		},
	});
	const ledger = await newState();
	const folder = await newRun(plan, { ledger });
	const verdict = await execute(folder);

	expect(verdict).toMatchObject({
		outcome: "succeeded",
		validity: "valid",
		verdict: "pass",
		reasons: [],
	});
	const logs = await readLogs(folder.path);
	expect(deliveries(plan, logs)).toEqual({
		missing: [],
		repeated: [],
	});
	const [ended] = eventsOf(folder, "logs-ended");
	expect(ended).toMatchObject({ missing: [] });
	expect(ended?.nodes).toHaveLength(6);
	for (const { node, boot, lines } of ended?.nodes ?? [])
		expect(logs.get(node)?.split("\n")[lines]).toMatch(
			new RegExp(` Sentinel +tid=1 lines=${lines} boot=${boot}$`),
		);
	expect(statesIn(folder)).toEqual([
		"planned",
		"queued",
		"leased",
		"deploying",
		"settling",
		"running",
		"draining",
		"collecting",
		"tearing-down",
		"done",
	]);
	expect(await processesOf(folder)).toEqual([]);

	const dataset = await readDataset(folder);
	expect(dataset.missing).toEqual([]);
	expect(await checkDataset(folder, dataset)).toEqual([]);
	expect(
		dataset.files.filter(({ content }) => content === "metrics"),
	).toHaveLength(6);
	expect(
		JSON.parse(await readFile(join(ledger, `${folder.id}.json`), "utf8")),
	).toMatchObject({ plan: plan.hash, verdict: "pass" });
});

test("executing a run that is done returns its verdict without running again", async () => {
	const folder = await newRun(smallPlan({ messages: 3 }));
	const verdict = await execute(folder);
	const events = readEvents(folder.events).length;
	expect(await execute(folder)).toEqual(verdict);
	expect(readEvents(folder.events)).toHaveLength(events);
});

test("a file that was changed after its collection is named", async () => {
	const folder = await newRun(smallPlan({ messages: 3 }));
	await execute(folder);
	const dataset = await readDataset(folder);
	const [file] = dataset.files;
	const forged = {
		...dataset,
		files: [{ ...file, sha256: "0".repeat(64) }] as typeof dataset.files,
	};
	expect(await checkDataset(folder, forged)).toMatchObject([
		{ code: "file-changed", what: expect.stringContaining(file?.path ?? "?") },
	]);
});
