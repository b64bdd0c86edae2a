import { mkdir, readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { smallPlan } from "@lab/record/testing";
import { leaveRequest, readDataset, readEvents } from "@lab/runner";
import { expect, test } from "vitest";
import {
	eventsOf,
	execute,
	letDown,
	newRun,
	newState,
	processesOf,
	statesIn,
} from "./fixtures.ts";

test("two runners on one run: one of them wins, the other is told who has it", async () => {
	const folder = await newRun(smallPlan({ messages: 5 }));
	const results = await Promise.allSettled([execute(folder), execute(folder)]);
	expect(results.map(({ status }) => status).sort()).toEqual([
		"fulfilled",
		"rejected",
	]);
	expect(results.find(({ status }) => status === "rejected")).toMatchObject({
		reason: { code: "run-taken", message: expect.stringContaining(folder.id) },
	});
	expect(
		new Set(readEvents(folder.events).map(({ runner }) => runner)).size,
	).toBe(1);
});

test("two runs in one namespace: the second waits in the queue until the first is done", async () => {
	const state = await newState();
	const first = await newRun(smallPlan({ messages: 5 }), { state });
	const second = await newRun(smallPlan({ messages: 6 }), { state });
	const told: string[] = [];
	await Promise.all([
		execute(first),
		new Promise((resolve) => setTimeout(resolve, 300)).then(() =>
			execute(second, { tell: (text) => told.push(text) }),
		),
	]);
	expect(told).toContain(`waits for run ${first.id}, which uses lab-small`);
	const time = (folder: typeof first, state: string) =>
		BigInt(
			eventsOf(folder, "entered").find((event) => event.state === state)?.at ??
				0,
		);
	expect(time(second, "leased") > time(first, "tearing-down")).toBe(true);
});

test("aborted in 'queued': it never deploys, and its place in the queue is free", async () => {
	const state = await newState();
	const holder = await newRun(smallPlan({ messages: 40 }), { state });
	const waiting = await newRun(smallPlan({ messages: 41 }), { state });
	const [, aborted] = await Promise.all([
		execute(holder, {
			tell: (text) => {
				if (text !== "settling") return;
				void leaveRequest(waiting, { kind: "abort", by: "test" });
			},
		}),
		new Promise((resolve) => setTimeout(resolve, 300)).then(() =>
			execute(waiting),
		),
	]);
	expect(aborted).toMatchObject({ outcome: "aborted", validity: "invalid" });
	expect(statesIn(waiting)).not.toContain("leased");
	expect(await processesOf(waiting)).toEqual([]);
	expect(await readdir(join(state, "leases"))).toEqual([]);
});

test("whoever cannot be asked for a turn is told once, and asked until it answers", async () => {
	const folder = await newRun(smallPlan({ messages: 3 }));
	const told: string[] = [];
	let asked = 0;
	const verdict = await execute(folder, {
		tell: (text) => told.push(text),
		wrap: (backend) => ({
			...backend,
			claim: async (...given) => {
				asked += 1;
				if (asked < 3) throw letDown("nobody answers");
				return backend.claim(...given);
			},
		}),
	});
	expect(verdict.outcome).toBe("succeeded");
	expect(told.filter((text) => text.includes("nobody answers"))).toEqual([
		"cannot ask for its turn: test: nobody answers",
	]);
	expect(eventsOf(folder, "step-failed")).toMatchObject([
		{ state: "queued", why: "test: nobody answers" },
	]);
});

test("a place in the queue that never comes expires", async () => {
	const state = await newState();
	const holder = await newRun(smallPlan(), { state });
	await mkdir(join(state, "leases"));
	await writeFile(join(state, "leases/process-lab-small"), holder.id);
	const folder = await newRun(
		smallPlan({
			change: (open) => {
				open.limits.queuedMs = 600;
			},
		}),
		{ state },
	);
	expect(await execute(folder)).toMatchObject({ outcome: "expired" });
	expect(statesIn(folder)).not.toContain("deploying");
});

test.each([
	"planned",
	"leased",
	"deploying",
	"settling",
	"running",
	"draining",
	"collecting",
	"tearing-down",
])(
	"aborted in '%s': what there is is collected, no process is left",
	async (state) => {
		const folder = await newRun(
			smallPlan({
				messages: 40,
				change: (open) => {
					open.drain.dwellMs = 3000;
					open.settle.unshift({ kind: "dwell", forMs: 1000 });
				},
			}),
		);
		const verdict = await execute(folder, {
			tell: (text) => {
				if (text === state)
					void leaveRequest(folder, { kind: "abort", by: "test" });
			},
			// Long enough that the request is seen while it is in this state.
			wrap: (backend) => ({
				...backend,
				collect: async (...given) => {
					await new Promise((resolve) => setTimeout(resolve, 700));
					return backend.collect(...given);
				},
				teardown: async (...given) => {
					await new Promise((resolve) => setTimeout(resolve, 700));
					return backend.teardown(...given);
				},
			}),
		});
		expect(verdict).toMatchObject({ outcome: "aborted", validity: "invalid" });
		expect(statesIn(folder).slice(-3)).toEqual([
			"collecting",
			"tearing-down",
			"done",
		]);
		expect((await readDataset(folder)).run).toBe(folder.id);
		expect(await processesOf(folder)).toEqual([]);
	},
);

test("more time is given to a run that would expire", async () => {
	const folder = await newRun(
		smallPlan({
			messages: 5,
			change: (open) => {
				open.settle = [{ kind: "dwell", forMs: 2500 }];
				open.limits.settlingMs = 1500;
			},
		}),
	);
	const verdict = await execute(folder, {
		tell: (text) => {
			if (text !== "settling") return;
			void leaveRequest(folder, { kind: "extend", byMs: 60_000 });
		},
	});
	expect(verdict.outcome).toBe("succeeded");
	expect(eventsOf(folder, "extended")).toHaveLength(1);
});

test("a teardown that fails once is made again", async () => {
	const folder = await newRun(smallPlan({ messages: 3 }));
	let attempts = 0;
	const verdict = await execute(folder, {
		wrap: (backend) => ({
			...backend,
			teardown: async (signal) => {
				attempts += 1;
				if (attempts === 1) throw letDown("the first time it fails");
				return backend.teardown(signal);
			},
		}),
	});
	expect(verdict).toMatchObject({ outcome: "succeeded", validity: "valid" });
	expect(eventsOf(folder, "step-failed")).toMatchObject([
		{ state: "tearing-down", attempt: 1, why: "test: the first time it fails" },
	]);
	expect(await processesOf(folder)).toEqual([]);
});

test("a teardown that never succeeds is not called done, and a later runner ends it", async () => {
	const folder = await newRun(
		smallPlan({
			messages: 3,
			change: (open) => {
				open.limits.tearingDownMs = 1500;
			},
		}),
	);
	await expect(
		execute(folder, {
			wrap: (backend) => ({
				...backend,
				teardown: async () => {
					throw letDown("it fails for ever");
				},
			}),
		}),
	).rejects.toMatchObject({ code: "not-torn-down" });
	expect(statesIn(folder).at(-1)).toBe("tearing-down");
	expect(await execute(folder)).toMatchObject({ outcome: "succeeded" });
	expect(await processesOf(folder)).toEqual([]);
});
