import { createHash } from "node:crypto";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { analyseRun } from "@lab/analysis/ledger";
import { createViews, Database, query } from "@lab/analysis/tables";
import { protocols } from "@lab/protocols";
import { type NodeRecord, nodesOf, type Plan } from "@lab/record";
import { writeRunFolder } from "../../test/analysis/_run-folder.ts";
import { type Random, randomOf } from "./random.ts";
import { type World, worlds } from "./worlds.ts";

const NODES = 8;
const MESSAGES = 200;
const EVERY_MS = 200;
const ZERO_MS = 1_785_892_519_584;

export interface ClockTruth {
	readonly world: World;
	/** Deliveries between clocks, over all runs. */
	readonly deliveries: number;
	/** Of these, those whose latency is stated. */
	readonly measured: number;
	/** Of the stated ones, those whose true latency is within the stated bound. */
	readonly within: number;
	readonly negative: number;
	/** Median of the stated bounds, ms. */
	readonly usualBoundMs: number;
	/** 99th percentile of the true errors, ms. */
	readonly errorMs: number;
	/** Runs in which the bounds of p50, p95, p99 and maximum contain the true ones. */
	readonly percentilesHold: number;
}

interface Delivery {
	readonly message: number;
	readonly node: number;
	readonly latency_ns: number | null;
	readonly error_ns: number | null;
}

/** Plants offsets in the log lines of runs, and reads their ledgers. */
export async function simulateClocks(
	step: (text: string) => void,
): Promise<ClockTruth[]> {
	const folder = await mkdtemp(join(tmpdir(), "bench-clocks-"));
	const database = await Database.open();
	try {
		const seen: ClockTruth[] = [];
		for (const [place, world] of worlds.entries()) {
			step(`clocks: ${world.name}`);
			const runs = [];
			for (let run = 0; run < world.runs; run++)
				runs.push(
					await oneRun(
						database,
						join(folder, `${place}-${run}`),
						world,
						randomOf(1 + place * 1000 + run),
					),
				);
			seen.push(summaryOf(world, runs));
		}
		return seen;
	} finally {
		database.close();
		await rm(folder, { recursive: true });
	}
}

interface Planted {
	readonly stated: { latencyMs: number; boundMs: number; trueMs: number }[];
	readonly deliveries: number;
	readonly percentilesHold: boolean;
}

async function oneRun(
	database: Database,
	folder: string,
	world: World,
	random: Random,
): Promise<Planted> {
	const clocks = world.clocks(random, MESSAGES * EVERY_MS);
	const { plan } = await writeRunFolder(folder, {
		run: "planted",
		nodes: NODES,
		messages: MESSAGES,
		change: (open) => {
			const [traffic] = open.timeline;
			if (traffic?.kind !== "publish") return;
			open.timeline[0] = {
				...traffic,
				messages: traffic.messages.map((message, index) => ({
					...message,
					atMs: index * EVERY_MS,
					...(world.onePublisher && { node: "relay-0" }),
				})),
			};
		},
	});
	const trueMs = await plantClocks(
		folder,
		plan,
		(node, time) => clocks[node % clocks.length]?.(time) ?? 0,
		world,
		random,
		clocks.length,
	);
	await analyseRun(database, folder, protocols, { stepMs: 1000 });
	await createViews(database, join(folder, "tables"), "planted");
	const rows = await database.rows<Delivery>(
		"SELECT message, node, latency_ns, error_ns FROM ledger",
	);
	const publisherOf = (message: number) =>
		world.onePublisher ? 0 : message % NODES;
	const between = rows.filter(
		({ message, node }) =>
			node % clocks.length !== publisherOf(message) % clocks.length,
	);
	const [latency] = await database.rows<Record<string, number | null>>(
		query("latency"),
	);
	const sorted = rows
		.map(({ message, node }) => trueMs(message, node))
		.sort((a, b) => a - b);
	const percentilesHold = (
		[
			["p50", 0.5],
			["p95", 0.95],
			["p99", 0.99],
			["max", 1],
		] as const
	).every(([name, share]) => {
		const real = (sorted[Math.ceil(share * sorted.length) - 1] ?? 0) * 1e6;
		const [low, high] = [
			latency?.[`${name}_low_ns`],
			latency?.[`${name}_high_ns`],
		];
		return (
			(low ?? 0) <= real + 1 && (high ?? Number.POSITIVE_INFINITY) >= real - 1
		);
	});
	return {
		deliveries: between.length,
		percentilesHold,
		stated: between.flatMap(({ message, node, latency_ns, error_ns }) =>
			latency_ns === null
				? []
				: [
						{
							latencyMs: latency_ns / 1e6,
							boundMs: (error_ns ?? 0) / 1e6,
							trueMs: trueMs(message, node),
						},
					],
		),
	};
}

/**
 * Rewrites the run's logs as its nodes would have written them by their own clocks.
 *
 * @returns the true latency of a message to a node, ms
 */
async function plantClocks(
	folder: string,
	plan: Plan,
	ahead: (node: number, trueMs: number) => number,
	world: World,
	random: Random,
	machines: number,
): Promise<(message: number, node: number) => number> {
	const step = plan.timeline[0];
	const messages = step?.kind === "publish" ? step.messages : [];
	const names = nodesOf(plan);
	const way = world.way ?? ((by: Random) => by.between(5, 50));
	const ways = messages.map(({ node: publisher }) =>
		names.map((node) => (node === publisher ? 0 : way(random))),
	);
	const shown = (node: number, trueMs: number): bigint =>
		BigInt(ZERO_MS) * 1_000_000n +
		BigInt(Math.round((trueMs + ahead(node, trueMs)) * 1e6));
	const files = [];
	for (const [node, name] of names.entries()) {
		const lines = messages.flatMap(({ id, node: publisher, atMs }, message) => {
			const sent = shown(names.indexOf(publisher), atMs);
			const arrived = atMs + (ways[message]?.[node] ?? 0);
			const now = shown(node, arrived);
			const line = (text: string) => ({
				at: arrived,
				text: `INF ${stamp(now)} ${text}`,
			});
			return [
				...(publisher === name
					? [
							line(
								`Sent message                               tid=1 msgId=${id} timestamp=${sent}`,
							),
						]
					: []),
				line(
					`Received message                           tid=1 msgId=${id} sentAt=${sent} current=${now} delayMs=${(now - sent) / 1_000_000n}`,
				),
			];
		});
		const last = (messages.at(-1)?.atMs ?? 0) + 1000;
		const text = [
			...lines.sort((a, b) => a.at - b.at).map((line) => line.text),
			`INF ${stamp(shown(node, last))} Sentinel                                   tid=1 lines=${lines.length} boot=a1`,
		]
			.map((line) => `${line}\n`)
			.join("");
		await writeFile(join(folder, `logs/${name}.log`), text);
		files.push({
			path: `logs/${name}.log`,
			content: "logs",
			format: "text",
			bytes: text.length,
			rows: lines.length + 1,
			sha256: createHash("sha256").update(text).digest("hex"),
		});
	}
	await writeFile(
		join(folder, "dataset.json"),
		JSON.stringify({ run: "planted", files, missing: [] }),
	);
	const nodesFile = join(folder, "nodes.json");
	const records = JSON.parse(await readFile(nodesFile, "utf8")) as NodeRecord[];
	await writeFile(
		nodesFile,
		JSON.stringify(
			records.map(({ host: _, ...record }, node) =>
				world.unknownMachines
					? record
					: { ...record, host: `machine-${node % machines}` },
			),
		),
	);
	return (message, node) => ways[message]?.[node] ?? 0;
}

const stamp = (at: bigint): string =>
	`${new Date(Number(at / 1_000_000n)).toISOString().replace("T", " ").slice(0, 23)}+00:00`;

function summaryOf(world: World, runs: readonly Planted[]): ClockTruth {
	const stated = runs.flatMap((run) => run.stated);
	const sorted = (values: readonly number[]) =>
		[...values].sort((a, b) => a - b);
	const rank = (values: readonly number[], share: number) =>
		values[Math.max(0, Math.ceil(share * values.length) - 1)] ?? Number.NaN;
	const errors = stated.map(({ latencyMs, trueMs }) =>
		Math.abs(latencyMs - trueMs),
	);
	return {
		world,
		deliveries: runs.reduce((total, run) => total + run.deliveries, 0),
		measured: stated.length,
		within: stated.filter(
			({ latencyMs, boundMs, trueMs }) =>
				Math.abs(latencyMs - trueMs) <= boundMs + 2e-6,
		).length,
		negative: stated.filter(({ latencyMs }) => latencyMs < 0).length,
		usualBoundMs: rank(sorted(stated.map(({ boundMs }) => boundMs)), 0.5),
		errorMs: rank(sorted(errors), 0.99),
		percentilesHold: runs.filter((run) => run.percentilesHold).length,
	};
}
