import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { LabError } from "@lab/core";
import {
	groupOf,
	nodeRecords,
	nodesIn,
	type Plan,
	type PublishRecord,
	parseDocument,
	plan as planSchema,
	publishRecord,
	type RunEvent,
	runEvent,
	runFiles,
	type StepOf,
} from "@lab/record";
import { type Course, courseOf } from "./course.ts";
import type { GapFact, MessageFact, RunFacts } from "./facts.ts";

export interface RecordedRun {
	readonly plan: Plan;
	readonly facts: RunFacts;
	/** Time of the first event, ns since 1970. */
	readonly start: bigint;
	/** Start of the timeline, ns since 1970: the nodes run. */
	readonly zero: bigint;
	/** Time after the last event, ns since 1970. */
	readonly end: bigint;
	/** When the data was collected, ns since 1970: after the last scrape, before nodes are removed. */
	readonly collected: bigint;
	/** Sentinel with which the log of each node ended, according to the node. */
	readonly sentinels: ReadonlyMap<
		string,
		{ readonly boot: string; readonly lines: number }
	>;
	readonly course: Course;
}

/**
 * Reads the plan (`plan.json`) and the course (`events.jsonl`, `publishes.jsonl`)
 * of a run.
 *
 * @throws LabError `no-run`, and the findings of the documents
 */
export async function readRun(folder: string): Promise<RecordedRun> {
	const plan = parseDocument(
		planSchema,
		await text(folder, runFiles.plan),
		join(folder, runFiles.plan),
	);
	const events = await records<RunEvent>(folder, runFiles.events, runEvent);
	const publishes = await records<PublishRecord>(
		folder,
		runFiles.publishes,
		publishRecord,
	);
	const times = events
		.map(({ at }) => BigInt(at))
		.sort((a, b) => Number(a - b));
	const start = times[0] ?? 0n;
	const end = (times.at(-1) ?? 0n) + 1n;
	const created = events.find((event) => event.kind === "created");
	const started = events.find((event) => event.kind === "timeline-started");
	const collected = events.find((event) => event.kind === "collected");
	const ended = events.findLast((event) => event.kind === "logs-ended");
	const hosts = await hostsOf(folder);
	const zero = BigInt(started?.zero ?? start);
	const receiving = new Set(
		plan.timeline.flatMap((step) =>
			step.kind === "publish" ? receiversOf(step) : [],
		),
	);
	const facts: RunFacts = {
		run: created?.run ?? plan.name,
		nodes: plan.groups
			.filter(({ name }) => receiving.has(name))
			.flatMap((group) =>
				nodesIn(group).map((node) => ({
					node,
					host: hosts.get(node) ?? "",
					group: group.name,
				})),
			),
		messages: messagesOf(plan, publishes, zero),
		gaps: outages(events, end),
		windows: plan.windows.map(({ name, startMs, endMs }) => ({
			name,
			start: zero + milliseconds(startMs),
			end: zero + milliseconds(endMs),
		})),
	};
	return {
		plan,
		facts,
		start,
		zero,
		end,
		collected: collected === undefined ? end : BigInt(collected.at),
		sentinels: new Map(ended?.nodes.map((one) => [one.node, one])),
		course: courseOf(events),
	};
}

/** Groups whose nodes should receive a step's messages: those it names, else those it publishes from. */
const receiversOf = ({ messages, receivers }: StepOf<"publish">) =>
	receivers ?? [...new Set(messages.map(({ node }) => groupOf(node)))];

/** Returns every planned message, including those without a publish record. */
function messagesOf(
	plan: Plan,
	publishes: readonly PublishRecord[],
	zero: bigint,
): MessageFact[] {
	const known = new Map(
		publishes.map((record) => [record.plannedId ?? record.id, record]),
	);
	return plan.timeline.flatMap((step) => {
		if (step.kind !== "publish") return [];
		const receivers = receiversOf(step);
		return step.messages.map(({ id, atMs, node }): MessageFact => {
			const record = known.get(id);
			return {
				id: BigInt(record?.id ?? id),
				publisher: record?.node ?? node,
				receivers,
				...(step.request.idFrom.kind === "log" && { idInLog: true }),
				intended:
					record === undefined
						? zero + milliseconds(atMs)
						: BigInt(record.intended),
				...(record?.sent !== undefined && {
					sent: BigInt(record.sent),
					...(record.answerMs !== undefined && {
						answered: BigInt(record.sent) + milliseconds(record.answerMs),
					}),
				}),
				result: record?.result ?? "unsent",
			};
		});
	});
}

const milliseconds = (ms: number): bigint => BigInt(Math.round(ms * 1e6));

function outages(events: readonly RunEvent[], end: bigint): GapFact[] {
	const down = new Map<string, bigint>();
	const gaps: GapFact[] = [];
	const up = (node: string, at: bigint) => {
		const start = down.get(node);
		if (start === undefined) return;
		down.delete(node);
		gaps.push({ node, start, end: at, reason: "pod down" });
	};
	for (const event of events) {
		const at = BigInt(event.at);
		if (event.kind === "nodes-down") {
			for (const node of event.nodes) down.set(node, at);
		} else if (event.kind === "node-lost") {
			down.set(event.node, at);
		} else if (event.kind === "nodes-up") {
			for (const node of event.nodes) up(node, at);
		} else if (event.kind === "node-started") {
			up(event.node, at);
		}
	}
	for (const node of down.keys()) up(node, end);
	return gaps;
}

/** Machines of the nodes, as far as the runner knew them. */
async function hostsOf(folder: string): Promise<Map<string, string>> {
	const path = join(folder, runFiles.nodes);
	if (!existsSync(path)) return new Map();
	const nodes = parseDocument(nodeRecords, await readFile(path, "utf8"), path);
	return new Map(nodes.map(({ node, host = "" }) => [node, host]));
}

async function text(folder: string, name: string): Promise<string> {
	return readFile(join(folder, name), "utf8").catch((error) => {
		throw new LabError({
			code: "no-run",
			what: `${folder} has no ${name}`,
			where: join(folder, name),
			help: "pass the folder of a run, as shown by 'pnpm experiment list'",
			cause: error,
		});
	});
}

async function records<T>(
	folder: string,
	name: string,
	schema: Parameters<typeof parseDocument>[0],
): Promise<T[]> {
	const lines = (await text(folder, name)).split("\n");
	return lines
		.filter((line) => line.trim() !== "")
		.map(
			(line, index) =>
				parseDocument(schema, line, `${join(folder, name)}:${index + 1}`) as T,
		);
}
