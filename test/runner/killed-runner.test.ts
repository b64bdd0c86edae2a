import { appendFile } from "node:fs/promises";
import { smallPlan } from "@lab/record/testing";
import { readDataset, readEvents } from "@lab/runner";
import { expect, test } from "vitest";
import {
	deliveries,
	execute,
	executeAndDie,
	newRun,
	processesOf,
	readLogs,
	readPublishes,
} from "./fixtures.ts";

// Log line of the runner, and the time after it at which the runner is killed.
test.each([
	["planned", 0],
	["queued", 0],
	["leased", 0],
	["deploying", 0],
	["relay: 6 of 6 started", 0],
	["settling", 0],
	["running", 0],
	["traffic started", 250],
	["draining", 0],
	["draining", 200],
	["collecting", 0],
	["tearing-down", 0],
])(
	"killed with -9 at '%s' (+%d ms) and resumed, a run has the record of an undisturbed one",
	async (at, afterMs) => {
		const plan = smallPlan({ messages: 12 });
		const folder = await newRun(plan);
		await executeAndDie(folder, at, afterMs);
		expect(readEvents(folder.events).at(-1)?.kind).not.toBe("judged");

		const verdict = await execute(folder);
		expect(verdict).toMatchObject({
			outcome: "succeeded",
			validity: "valid",
			verdict: "pass",
			reasons: [],
		});
		const events = readEvents(folder.events);
		expect(events.map(({ seq }) => seq)).toEqual(
			events.map((_, index) => index),
		);
		expect(new Set(events.map(({ runner }) => runner)).size).toBe(2);
		expect(
			events.filter(({ kind }) => kind === "timeline-started"),
		).toHaveLength(1);
		expect(deliveries(plan, await readLogs(folder.path))).toEqual({
			missing: [],
			repeated: [],
		});
		expect((await readDataset(folder)).files.map(({ path }) => path)).toEqual([
			"plan.json",
			"windows.json",
			"nodes.json",
			"publishes.jsonl",
			...[0, 1, 2, 3, 4, 5].map((ordinal) => `logs/relay-${ordinal}.log`),
			...[0, 1, 2, 3, 4, 5].map((ordinal) => `metrics/relay-${ordinal}.prom`),
		]);
		expect(await processesOf(folder)).toEqual([]);
	},
	60_000,
);

test.each([
	["event", "settling", "events", '{"kind":"entered","seq":9,"at":"17'],
	["publish record", "traffic started", "publishes", '{"step":"tra'],
	["send", "traffic started", "sends", '["46116'],
] as const)(
	"an incomplete %s of a writer that died is removed, and the run is resumed",
	async (_what, at, file, rest) => {
		const plan = smallPlan({ messages: 12 });
		const folder = await newRun(plan);
		await executeAndDie(folder, at, 250);
		await appendFile(folder[file], rest);
		expect(await execute(folder)).toMatchObject({ validity: "valid" });
		expect(await readPublishes(folder)).toHaveLength(12);
	},
);
