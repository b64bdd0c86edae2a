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

// What the runner says, and how long after that it dies.
test.each([
	["planned", 0],
	["queued", 0],
	["leased", 0],
	["deploying", 0],
	["relay: 6 of 6 started", 0],
	["settling", 0],
	["running", 0],
	["traffic begins", 250],
	["draining", 0],
	["draining", 200],
	["collecting", 0],
	["tearing-down", 0],
])(
	"killed with -9 at '%s' (+%d ms) and gone on with: the record is that of an undisturbed run",
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
	["an event", "settling", "events", '{"kind":"entered","seq":9,"at":"17'],
	["a publish record", "traffic begins", "publishes", '{"step":"tra'],
	["a send", "traffic begins", "sends", '["46116'],
] as const)(
	"%s that was cut in the middle when its writer died is taken off, and the run goes on",
	async (_what, at, file, rest) => {
		const plan = smallPlan({ messages: 12 });
		const folder = await newRun(plan);
		await executeAndDie(folder, at, 250);
		await appendFile(folder[file], rest);
		expect(await execute(folder)).toMatchObject({ validity: "valid" });
		expect(await readPublishes(folder)).toHaveLength(12);
	},
);
