import { createHash } from "node:crypto";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { groupOf, type NodeRecord, nodesOf, type Plan } from "@lab/record";
import { smallPlan } from "@lab/record/testing";

export interface Written {
	readonly node: string;
	readonly at: bigint;
	readonly line: string;
}

export interface SyntheticRun {
	readonly run?: string;
	readonly nodes?: number;
	readonly messages?: number;
	/** Duration of every delivery, plus a little that depends on the node. */
	readonly delayMs?: number | ((node: string) => number);
	/** Selects deliveries that are neither logged nor counted. */
	readonly lose?: (node: string, message: number) => boolean;
	/** Selects lines that are written, but that the collector drops. */
	readonly drop?: (line: Written) => boolean;
	/** Selects nodes whose log the collector has twice. */
	readonly again?: (node: string) => boolean;
	/** Selects nodes that write no sentinels. */
	readonly foreign?: (node: string) => boolean;
	/** Selects nodes that did not answer when the runner asked them to end their logs. */
	readonly unasked?: (node: string) => boolean;
	readonly change?: (
		plan: Parameters<
			NonNullable<Parameters<typeof smallPlan>[0]>["change"] & object
		>[0],
	) => void;
}

const ZERO = 1_785_892_519_584_000_123n;
const MS = 1_000_000n;

const stamp = (at: bigint): string =>
	`${new Date(Number(at / MS)).toISOString().replace("T", " ").slice(0, 23)}+00:00`;

/** Nodes that should receive the messages. */
function receiversOf(plan: Plan): string[] {
	const [step] = plan.timeline;
	const groups = step?.kind === "publish" ? step.receivers : undefined;
	return nodesOf(plan).filter(
		(node) => groups?.includes(groupOf(node)) ?? true,
	);
}

/** Returns the lines that nodes of a small plan write, in order of time. */
export function linesOf(
	plan: Plan,
	{
		delayMs = 5,
		lose = () => false,
		drop = () => false,
		foreign = () => false,
	}: SyntheticRun,
): Written[] {
	const step = plan.timeline[0];
	const messages = step?.kind === "publish" ? step.messages : [];
	const slowness = (node: string) =>
		typeof delayMs === "number" ? delayMs : delayMs(node);
	return receiversOf(plan)
		.flatMap((node, ordinal) => {
			const lines: Written[] = [];
			const write = (at: bigint, line: string) =>
				lines.push({ node, at, line });
			for (const [index, { id, atMs, node: publisher }] of messages.entries()) {
				const sent = ZERO + BigInt(atMs) * MS;
				const own = publisher === node;
				if (own) {
					write(
						sent,
						`INF ${stamp(sent)} Sent message                               tid=1 msgId=${id} timestamp=${sent}`,
					);
				}
				if (lose(node, index)) continue;
				const delay = own
					? 0n
					: BigInt(Math.round((slowness(node) + ordinal / 10) * 1e6));
				const at = sent + delay;
				write(
					at,
					`INF ${stamp(at)} Received message                           tid=1 msgId=${id} sentAt=${sent} current=${at} delayMs=${delay / MS}`,
				);
			}
			lines.sort((a, b) => Number(a.at - b.at));
			const last = (lines.at(-1)?.at ?? ZERO) + MS;
			if (!foreign(node)) {
				write(
					last,
					`INF ${stamp(last)} Sentinel                                   tid=1 lines=${lines.length} boot=a1`,
				);
			}
			return lines.filter((line) => !drop(line));
		})
		.sort((a, b) => Number(a.at - b.at));
}

/** Writes a run folder as the runner leaves it, without running anything. */
export async function writeRunFolder(
	folder: string,
	given: SyntheticRun = {},
): Promise<{ plan: Plan; lines: Written[] }> {
	const {
		nodes = 6,
		messages = 10,
		run = "small-1",
		foreign = () => false,
		unasked = () => false,
	} = given;
	const plan = smallPlan({
		nodes,
		messages,
		...(given.change && { change: given.change }),
	});
	const written = linesOf(plan, { ...given, drop: () => false });
	const lines = linesOf(plan, given);
	const step = plan.timeline[0];
	const sent = step?.kind === "publish" ? step.messages : [];
	const base = (seq: number, at: bigint) => ({
		seq,
		at: String(at),
		runner: "test",
	});
	const end = ZERO + BigInt(messages * 50 + 5000) * MS;
	await mkdir(join(folder, "logs"), { recursive: true });
	await mkdir(join(folder, "metrics"), { recursive: true });
	const put = (name: string, text: string) =>
		writeFile(join(folder, name), text);
	await put("plan.json", JSON.stringify(plan));
	await put(
		"events.jsonl",
		[
			{
				kind: "created",
				...base(0, ZERO - 1000n * MS),
				run,
				plan: plan.hash,
				experiment: plan.experiment,
				name: plan.name,
				backend: "process",
				namespace: plan.namespace,
			},
			{ kind: "timeline-started", ...base(1, ZERO), zero: String(ZERO) },
			{
				kind: "logs-ended",
				...base(2, end),
				nodes: receiversOf(plan)
					.filter((node) => !foreign(node) && !unasked(node))
					.map((node) => ({
						node,
						boot: "a1",
						lines: written.filter((line) => line.node === node).length - 1,
					})),
				missing: receiversOf(plan).filter(unasked),
			},
			{ kind: "outcome", ...base(3, end), outcome: "succeeded" },
		]
			.map((event) => `${JSON.stringify(event)}\n`)
			.join(""),
	);
	await put(
		"publishes.jsonl",
		sent
			.map(({ id, atMs, node }) => {
				const at = String(ZERO + BigInt(atMs) * MS);
				return `${JSON.stringify({ step: "traffic", node, id, intended: at, sent: at, result: "acknowledged", answerMs: 1 })}\n`;
			})
			.join(""),
	);
	await put(
		"nodes.json",
		JSON.stringify(
			nodesOf(plan).map(
				(node): NodeRecord => ({
					node,
					group: groupOf(node),
					namespace: plan.namespace,
					urls: {},
					host: "machine",
				}),
			),
		),
	);
	const files = [];
	for (const node of receiversOf(plan)) {
		const own = lines.filter((line) => line.node === node);
		const mine = given.again?.(node) ? [...own, ...own] : own;
		const text = mine.map(({ line }) => `${line}\n`).join("");
		await put(`logs/${node}.log`, text);
		files.push({
			path: `logs/${node}.log`,
			content: "logs",
			format: "text",
			bytes: text.length,
			rows: mine.length,
			sha256: createHash("sha256").update(text).digest("hex"),
		});
		const others = sent.filter((message) => message.node !== node);
		const lost = others.filter((message) =>
			given.lose?.(node, sent.indexOf(message)),
		).length;
		const seconds = (at: bigint) => (Number(at / MS) / 1000).toFixed(3);
		const sample = (
			name: string,
			labels: string,
			value: (share: number) => number,
		) =>
			[0, 0.25, 0.5, 0.75, 1]
				.map((share) => {
					const at =
						ZERO + BigInt(Math.round(share * (messages * 50 + 4000))) * MS;
					return `${name}{${labels}} ${value(share)} ${seconds(at)}\n`;
				})
				.join("");
		const instance = `instance="${node}:8008"`;
		const metrics = [
			sample("libp2p_peers", instance, () => 5),
			sample(
				"libp2p_gossipsub_peers_per_topic_mesh",
				`${instance},topic="test"`,
				(share) => 4 + Math.round(share),
			),
			sample("libp2p_gossipsub_received_total", instance, (share) =>
				share === 1 ? others.length - lost : 0,
			),
			sample("libp2p_gossipsub_duplicate_total", instance, (share) =>
				Math.round(share * others.length * 4),
			),
			sample(
				"libp2p_network_bytes_total",
				`${instance},direction="in"`,
				(share) => Math.round(share * 100_000),
			),
			sample(
				"container_memory_usage_bytes",
				instance,
				(share) => 6e7 + share * 1e6,
			),
		].join("");
		await put(`metrics/${node}.prom`, metrics);
		files.push({
			path: `metrics/${node}.prom`,
			content: "metrics",
			format: "openmetrics",
			bytes: metrics.length,
			rows: metrics.split("\n").length - 1,
			sha256: createHash("sha256").update(metrics).digest("hex"),
		});
	}
	await put("dataset.json", JSON.stringify({ run, files, missing: [] }));
	return { plan, lines };
}
