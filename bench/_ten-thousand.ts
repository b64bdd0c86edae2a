import { readFile } from "node:fs/promises";
import { join } from "node:path";
import process from "node:process";
import { gzipSync } from "node:zlib";
import { type Progress, tryRun } from "@lab/core";
import type { Rehearsal } from "@lab/replica";
import { measureLaunched } from "./measure.ts";
import type { Aim } from "./registry.ts";

const NODES = 10_000;
/** Number of copies of each machine, so that all pods fit: the lab itself holds 6,000. */
const TIMES = 3;

const experiment = (root: string, ...words: string[]): string[] => [
	join(root, "packages/cli/src/main.ts"),
	"experiment",
	...words,
	...["nimlibp2p", "--set"],
];

/** Measures a plan of ten thousand nodes against one of two nodes, which is mostly start-up. */
export async function planOfTenThousand(
	root: string,
	folder: string,
	progress: Progress,
): Promise<Aim[]> {
	const plan = async (nodes: number) => {
		progress.step(`planning ${nodes} nodes`);
		const file = join(folder, `${nodes}.json`);
		const { seconds } = await measureLaunched(
			[
				...experiment(root, "plan"),
				...[`nodes=${nodes}`, "--backend", "cluster", "--out", file],
			],
			3,
			root,
		);
		return { seconds, bytes: gzipSync(await readFile(file)).length };
	};
	const [startUp, large] = [await plan(2), await plan(NODES)];
	return [
		{
			what: `plan of ${NODES} nodes, beyond start-up`,
			measured: large.seconds - startUp.seconds,
			unit: "s",
			atMost: 1,
		},
		{
			what: "floor: start-up, with a plan of 2 nodes",
			measured: startUp.seconds,
			unit: "s",
		},
		{
			what: `plan of ${NODES} nodes, compressed`,
			measured: large.bytes / 1e6,
			unit: "MB",
			atMost: 1,
		},
	];
}

/** Measures rehearsals of a thousand and ten thousand pods, from the first request until the last pod is bound. */
export async function rehearsals(
	root: string,
	progress: Progress,
): Promise<Aim[]> {
	const aims: Aim[] = [];
	for (const nodes of [1000, NODES]) {
		progress.step(`rehearsing ${nodes} pods`);
		const { stdout } = await tryRun(
			process.execPath,
			[
				join(root, "packages/launch/launch.mjs"),
				...experiment(root, "rehearse"),
				...[`nodes=${nodes}`, "--times", String(TIMES), "--json"],
			],
			{ cwd: root, timeout: "10m" },
		);
		const [rehearsal] = (JSON.parse(stdout) as { rehearsals: Rehearsal[] })
			.rehearsals;
		aims.push(
			{
				what: `rehearsal of ${nodes} pods: pods bound`,
				measured: rehearsal?.bound ?? 0,
				unit: "pods",
				atLeast: nodes,
			},
			{
				what: `rehearsal of ${nodes} pods: time until all are bound`,
				measured: rehearsal?.seconds ?? Number.NaN,
				unit: "s",
				...(nodes === NODES && { atMost: 60 }),
			},
			{
				what: `rehearsal of ${nodes} pods: API requests`,
				measured: rehearsal?.load.requests ?? Number.NaN,
				unit: "requests",
			},
		);
	}
	return aims;
}
