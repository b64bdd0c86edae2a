import { mkdir, readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { smallPlan } from "@lab/record/testing";
import { readDataset, readEvents, writeRequest } from "@lab/runner";
import { expect, test } from "vitest";
import {
	eventsOf,
	execute,
	newRun,
	newState,
	processesOf,
	statesIn,
	unavailable,
} from "./fixtures.ts";

test("of two runners on one run, one wins and the other fails with the holder's name", async () => {
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

test("a second run in a namespace waits in the queue until the first is done", async () => {
	const state = await newState();
	const first = await newRun(smallPlan({ messages: 5 }), { state });
	const second = await newRun(smallPlan({ messages: 6 }), { state });
	const lines: string[] = [];
	await Promise.all([
		execute(first),
		new Promise((resolve) => setTimeout(resolve, 300)).then(() =>
			execute(second, { print: (text) => lines.push(text) }),
		),
	]);
	expect(lines).toContain(`waiting for run ${first.id}, which uses lab-small`);
	const time = (folder: typeof first, state: string) =>
		BigInt(
			eventsOf(folder, "entered").find((event) => event.state === state)?.at ??
				0,
		);
	expect(time(second, "leased") > time(first, "tearing-down")).toBe(true);
});

test("a run aborted in 'queued' never deploys and leaves no claim", async () => {
	const state = await newState();
	const holder = await newRun(smallPlan({ messages: 40 }), { state });
	const waiting = await newRun(smallPlan({ messages: 41 }), { state });
	const [, aborted] = await Promise.all([
		execute(holder, {
			print: (text) => {
				if (text !== "settling") return;
				void writeRequest(waiting, { kind: "abort", by: "test" });
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

test("a claim that fails is reported once and retried until it succeeds", async () => {
	const folder = await newRun(smallPlan({ messages: 3 }));
	const lines: string[] = [];
	let asked = 0;
	const verdict = await execute(folder, {
		print: (text) => lines.push(text),
		wrap: (backend) => ({
			...backend,
			claim: async (...given) => {
				asked += 1;
				if (asked < 3) throw unavailable("no answer");
				return backend.claim(...given);
			},
		}),
	});
	expect(verdict.outcome).toBe("succeeded");
	expect(lines.filter((text) => text.includes("no answer"))).toEqual([
		"cannot claim the namespace: test: no answer",
	]);
	expect(eventsOf(folder, "step-failed")).toMatchObject([
		{ state: "queued", why: "test: no answer" },
	]);
});

test("a run that never leaves the queue expires", async () => {
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
	"a run aborted in '%s' is still collected and leaves no process",
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
			print: (text) => {
				if (text === state)
					void writeRequest(folder, { kind: "abort", by: "test" });
			},
			// Long enough for the runner to see the request in this state.
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

test("an extension keeps a run from expiring", async () => {
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
		print: (text) => {
			if (text !== "settling") return;
			void writeRequest(folder, { kind: "extend", byMs: 60_000 });
		},
	});
	expect(verdict.outcome).toBe("succeeded");
	expect(eventsOf(folder, "extended")).toHaveLength(1);
});

test("a teardown that fails once is retried", async () => {
	const folder = await newRun(smallPlan({ messages: 3 }));
	let attempts = 0;
	const verdict = await execute(folder, {
		wrap: (backend) => ({
			...backend,
			teardown: async (signal) => {
				attempts += 1;
				if (attempts === 1) throw unavailable("first attempt fails");
				return backend.teardown(signal);
			},
		}),
	});
	expect(verdict).toMatchObject({ outcome: "succeeded", validity: "valid" });
	expect(eventsOf(folder, "step-failed")).toMatchObject([
		{ state: "tearing-down", attempt: 1, why: "test: first attempt fails" },
	]);
	expect(await processesOf(folder)).toEqual([]);
});

test("a run whose teardown never succeeds is not done, and a later runner completes it", async () => {
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
					throw unavailable("every attempt fails");
				},
			}),
		}),
	).rejects.toMatchObject({ code: "not-torn-down" });
	expect(statesIn(folder).at(-1)).toBe("tearing-down");
	expect(await execute(folder)).toMatchObject({ outcome: "succeeded" });
	expect(await processesOf(folder)).toEqual([]);
});
