import { type Finding, fault } from "@lab/core";
import { affectedNodes, nodesIn, type TimelineStep } from "@lab/record";
import type { Draft } from "./experiment.ts";

const wrong = (what: string, where: string, help: string): Finding =>
	fault({ code: "invalid-value", what, where, help });

/** Mistakes in what an experiment does and measures: steps without effect, and no word on what is good. */
export const timelineFaults = (draft: Draft): Finding[] => [
	...draft.timeline.flatMap((step) => [
		...stepFaults(draft, step).map((finding) => ({
			...finding,
			where: `timeline.${step.name}${finding.where}`,
		})),
	]),
	...(draft.criteria.length === 0 && draft.unjudged === undefined
		? [
				wrong(
					"there are no criteria, and no word on why",
					"criteria",
					"add a criterion; or say in 'unjudged' why there is none",
				),
			]
		: []),
];

function stepFaults(draft: Draft, step: TimelineStep): Finding[] {
	switch (step.kind) {
		case "publish":
			return publishFaults(draft, step);
		case "churn":
			return [
				...someNodes(step.nodes),
				...lasts(step.downMs, ".downMs"),
				...lastOrdinals(draft, step),
			];
		case "partition":
			return [
				...step.sides.flatMap(someNodes),
				...onOneSide(affectedNodes(step)),
				...lasts(step.durationMs, ".durationMs"),
			];
		case "shape":
			return [
				...someNodes(step.nodes),
				...lasts(step.durationMs, ".durationMs"),
				...(Object.values(step.link).some((value) => value > 0)
					? []
					: [
							wrong(
								"the link is not changed",
								".link",
								"give a delay, a loss or a rate above 0",
							),
						]),
			];
		case "probe":
			return step.pairs
				.filter(([from, to]) => from === to)
				.map(([node]) =>
					wrong(
						`${node} would be measured against itself`,
						".pairs",
						"give two nodes",
					),
				);
		case "scale":
		case "wait":
			return [];
	}
}

function publishFaults(
	{ groups }: Draft,
	{
		messages,
		request,
		timeoutMs,
		topic,
	}: Extract<TimelineStep, { kind: "publish" }>,
): Finding[] {
	const publishers = new Set(messages.map(({ node }) => node));
	const silent = groups.filter(
		(group) =>
			nodesIn(group).some((node) => publishers.has(node)) &&
			!group.ports.some(({ name }) => name === request.port),
	);
	return [
		...(topic === "" ? [wrong("it has no topic", ".topic", "name one")] : []),
		...lasts(timeoutMs, ".timeoutMs"),
		...silent.map(({ name, ports }) =>
			fault({
				code: "unknown-port",
				what: `group ${name} publishes, and has no port '${request.port}'`,
				where: ".request.port",
				help: `its ports are ${ports.map((port) => port.name).join(", ") || "none"}`,
			}),
		),
	];
}

const someNodes = (nodes: readonly string[]): Finding[] => [
	...(nodes.length === 0
		? [wrong("it affects no node", ".nodes", "name at least one")]
		: []),
	...[
		...new Set(nodes.filter((node, index) => nodes.indexOf(node) < index)),
	].map((node) =>
		wrong(`${node} is named twice`, ".nodes", "name each node once"),
	),
];

const lasts = (ms: number, where: string): Finding[] =>
	ms > 0 ? [] : [wrong("it lasts 0 ms", where, "give it some time")];

function onOneSide(nodes: readonly string[]): Finding[] {
	const seen = new Set<string>();
	const both = nodes.filter((node) => seen.size === seen.add(node).size);
	return [...new Set(both)].map((node) =>
		wrong(`${node} is on two sides`, ".sides", "put each node on one side"),
	);
}

/** A controller that is scaled down removes the highest ordinals, whatever a plan names. */
function lastOrdinals(
	{ groups }: Draft,
	{ by, nodes }: Extract<TimelineStep, { kind: "churn" }>,
): Finding[] {
	if (by !== "scale") return [];
	return groups.flatMap((group) => {
		const all = nodesIn(group);
		const leaving = all.filter((node) => nodes.includes(node));
		const last = all.slice(all.length - leaving.length);
		return leaving.every((node) => last.includes(node))
			? []
			: [
					wrong(
						`scaling ${group.name} down removes ${last.join(", ")} instead of ${leaving.join(", ")}`,
						".nodes",
						"name its last nodes, or use 'kill' or 'stop'",
					),
				];
	});
}
