import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { type Progress, run } from "@lab/core";
import { smallPlan } from "@lab/record/testing";
import { createRun, readEvents } from "@lab/runner";
import { runnerCommand } from "@lab/runs";
import { bundleTestNode } from "@lab/test-node";
import { planOfTenThousand, rehearsals } from "./_ten-thousand.ts";
import { measureNode } from "./measure.ts";
import type { Aim } from "./registry.ts";

const RATE = 1000;
const SECONDS = 20;

/** Measures plan and rehearsal of ten thousand nodes, the publisher's lateness, and a runner with thirty real nodes. */
export async function bench({
	root,
	progress,
}: {
	root: string;
	progress: Progress;
}): Promise<Aim[]> {
	const scale = await tenThousand(root, progress);
	progress.step(`publishing ${RATE} messages/s for ${SECONDS} s`);
	const { stdout } = await run(
		"node",
		[
			"--import",
			"tsx",
			join(import.meta.dirname, "_publisher.ts"),
			String(RATE),
			String(SECONDS),
		],
		{ cwd: root, timeout: "5m" },
	);
	const late = JSON.parse(stdout) as {
		acknowledged: number;
		p50: number;
		p99: number;
		bareP99: number;
	};
	return [
		{
			what: `messages acknowledged of ${RATE * SECONDS}`,
			measured: late.acknowledged,
			unit: "messages",
			atLeast: RATE * SECONDS,
		},
		{ what: "send error, median", measured: late.p50, unit: "ms" },
		{ what: "send error, p99", measured: late.p99, unit: "ms", atMost: 10 },
		{
			what: "floor: p99 of bare timers at the same rate",
			measured: late.bareP99,
			unit: "ms",
		},
		{
			what: "CPU pressure: share of time in which a task waited",
			measured: await cpuPressure(),
			unit: "%",
		},
		...(await thirtyNodes(root, progress)),
		...scale,
	];
}

async function tenThousand(root: string, progress: Progress): Promise<Aim[]> {
	const folder = await mkdtemp(join(tmpdir(), "bench-plan-"));
	try {
		return [
			...(await planOfTenThousand(root, folder, progress)),
			...(await rehearsals(root, progress)),
		];
	} finally {
		await rm(folder, { recursive: true });
	}
}

/** CPU pressure of the machine over the last 10 s, in percent; beyond a few percent, other work distorts the figures. */
async function cpuPressure(): Promise<number> {
	const text = await readFile("/proc/pressure/cpu", "utf8").catch(() => "");
	return Number(/avg10=(\S+)/.exec(text)?.[1] ?? Number.NaN);
}

async function thirtyNodes(root: string, progress: Progress): Promise<Aim[]> {
	const state = await mkdtemp(join(tmpdir(), "bench-runner-"));
	try {
		progress.step("running 30 nodes with 100 messages at 5/s");
		const program = await bundleTestNode(join(state, "programs"));
		const plan = smallPlan({
			nodes: 30,
			nodesPerProcess: 10,
			messages: 100,
			everyMs: 200,
			timeoutMs: 30_000,
		});
		const folder = await createRun(plan, {
			state,
			programs: { "test-node": [process.execPath, program] },
		});
		const [, ...words] = runnerCommand(state, folder.id);
		const { bytes } = await measureNode(words, 1, root);
		const events = readEvents(folder.events);
		const entered = (state: string) =>
			Number(
				events.find(
					(event) => event.kind === "entered" && event.state === state,
				)?.at ?? 0,
			);
		const between = (from: string, to: string) =>
			(entered(to) - entered(from)) / 1e9;
		return [
			{
				what: "runner memory",
				measured: bytes / 2 ** 20,
				unit: "MiB",
				atMost: 200,
			},
			{
				what: "30 nodes started",
				measured: between("deploying", "settling"),
				unit: "s",
			},
			{
				what: "mesh settled",
				measured: between("settling", "running"),
				unit: "s",
			},
			{
				what: "collected, torn down and judged",
				measured: between("collecting", "done"),
				unit: "s",
			},
		];
	} finally {
		await rm(state, { recursive: true, force: true });
	}
}
