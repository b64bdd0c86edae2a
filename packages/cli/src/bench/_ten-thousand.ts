import { readFile } from "node:fs/promises";
import { join } from "node:path";
import process from "node:process";
import { gzipSync } from "node:zlib";
import { tryRun } from "@lab/core";
import type { Rehearsal } from "@lab/ops";
import type { Progress } from "../output.ts";
import { measure } from "./measure.ts";
import type { Aim } from "./registry.ts";

const NODES = 10_000;
/** So that all fit: the lab as it is holds 6,000 pods. */
const TIMES = 3;

const experiment = (root: string, ...words: string[]): string[] => [
	join(root, "packages/cli/src/main.ts"),
	"experiment",
	...words,
	...["nimlibp2p", "--set"],
];

/** The plan of ten thousand nodes, beside one of two: what is left is start-up. */
export async function planOfTenThousand(
	root: string,
	folder: string,
	progress: Progress,
): Promise<Aim[]> {
	const plan = async (nodes: number) => {
		progress.step(`a plan of ${nodes} nodes`);
		const file = join(folder, `${nodes}.json`);
		const { seconds } = await measure(
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

/** A thousand and ten thousand pods from the first asked for to the last bound. */
export async function rehearsals(
	root: string,
	progress: Progress,
): Promise<Aim[]> {
	const aims: Aim[] = [];
	for (const nodes of [1000, NODES]) {
		progress.step(`a rehearsal of ${nodes} pods`);
		const { stdout } = await tryRun(
			process.execPath,
			[
				...["--import", "tsx", ...experiment(root, "rehearse")],
				...[`nodes=${nodes}`, "--times", String(TIMES), "--json"],
			],
			{ cwd: root, timeout: "10m" },
		);
		const [rehearsal] = (JSON.parse(stdout) as { rehearsals: Rehearsal[] })
			.rehearsals;
		aims.push(
			{
				what: `rehearsal: pods bound of ${nodes}`,
				measured: rehearsal?.bound ?? 0,
				unit: "pods",
				atLeast: nodes,
			},
			{
				what: `rehearsal: ${nodes} pods bound after`,
				measured: rehearsal?.seconds ?? Number.NaN,
				unit: "s",
				...(nodes === NODES && { atMost: 60 }),
			},
			{
				what: "requests to the API for it",
				measured: rehearsal?.load.requests ?? Number.NaN,
				unit: "requests",
			},
		);
	}
	return aims;
}
