import {
	isDisturbance,
	type NodeGroup,
	type Parameter,
	type Plan,
	type TimelineStep,
} from "@lab/record";
import type { RecordedRun } from "../../ledger/index.ts";
import { type About, type Fact, lengthOf } from "./about.ts";

/** Describes a run by its plan and its course. */
export function aboutPlan({ plan, zero, course }: RecordedRun): About {
	const { provenance } = plan;
	const facts: Fact[] = [
		{ name: "experiment", value: plan.experiment },
		...Object.entries(plan.parameters).map(([name, parameter]) =>
			parameterFact(name, parameter),
		),
		...plan.groups.flatMap((group) => groupFacts(plan, group, course.images)),
		...plan.timeline.flatMap(stepFact),
		{
			name: "where",
			value:
				plan.backend === "process"
					? "processes on one machine"
					: `cluster, namespace ${plan.namespace}`,
		},
		...(provenance.machines.length > 0
			? [{ name: "machines", value: provenance.machines.join(", ") }]
			: []),
		{
			name: "commit",
			value: `${provenance.commit.slice(0, 12)}${provenance.dirty ? ", with uncommitted changes" : ""}`,
		},
		...(Object.keys(provenance.versions).length > 0
			? [
					{
						name: "versions",
						value: Object.entries(provenance.versions)
							.map(([name, version]) => `${name} ${version}`)
							.join(", "),
					},
				]
			: []),
		{ name: "plan", value: plan.hash.slice(0, 12) },
	];
	const { ended, outcome, validity, verdict } = course;
	return {
		name: plan.name,
		facts,
		started: zero,
		...(ended !== undefined && { lengthNs: ended - zero }),
		...(outcome && { outcome }),
		...(validity && { validity }),
		...(verdict && { verdict }),
	};
}

const spanOf = (ms: number): string =>
	ms === 0 ? "0 s" : lengthOf(BigInt(Math.round(ms * 1e6)));

const origins = {
	scenario: "by the scenario",
	set: "set for this run",
} as const;

const parameterFact = (
	name: string,
	{ value, unit, from }: Parameter,
): Fact => ({
	name: `parameter ${name}`,
	value: textOf(value, unit),
	...(from === "default" ? { usual: true } : { by: origins[from] }),
});

function textOf(value: Parameter["value"], unit = ""): string {
	if (unit === "ms" && typeof value === "number") return spanOf(value);
	const text = Array.isArray(value) ? value.join(", ") : String(value);
	return unit === "" || unit === "ratio" ? text : `${text} ${unit}`;
}

/** Nodes and images of a group; what ran, not only what was asked for. */
function groupFacts(
	{ backend }: Plan,
	{ name, replicas, image, sideImages = [], process }: NodeGroup,
	pulled: ReadonlyMap<string, readonly string[]>,
): Fact[] {
	const nodes = { name: `nodes ${name}`, value: `${replicas}` };
	if (backend === "process") {
		return [
			nodes,
			{
				name: `program ${name}`,
				value: `${process?.program ?? "?"}, ${process?.nodesPerProcess ?? 1} nodes a process; the image is not used`,
			},
		];
	}
	const seen = pulled.get(name) ?? [];
	return [
		nodes,
		...[image, ...sideImages].map(({ reference, digest }, index) => ({
			name: index === 0 ? `image ${name}` : `side image ${name}`,
			value: [
				reference,
				index === 0 && seen.length > 0
					? `pulled ${seen.join(" and ")}`
					: (digest ?? "digest not resolved"),
			].join(", "),
		})),
	];
}

/** What was done to the nodes; parameters alone do not say whether a step exists. */
function stepFact(step: TimelineStep): Fact[] {
	if (step.kind === "publish") {
		const publishers = new Set(step.messages.map(({ node }) => node)).size;
		return [
			{
				name: step.name,
				value: `${step.messages.length} messages of ${step.sizeBytes} bytes on '${step.topic}', published by ${publishers} nodes${everyOf(step.messages)}`,
			},
		];
	}
	if (!isDisturbance(step)) return [];
	const at = `after ${spanOf(step.atMs)}`;
	switch (step.kind) {
		case "churn":
			return [
				{
					name: step.name,
					value: `${step.nodes.length} nodes down for ${spanOf(step.downMs)} (${step.by}) ${at}`,
				},
			];
		case "partition":
			return [
				{
					name: step.name,
					value: `partition into ${step.sides.map((side) => side.length).join(" and ")} nodes for ${spanOf(step.durationMs)} ${at}`,
				},
			];
		case "shape":
			return [
				{
					name: step.name,
					value: `network of ${step.nodes.length} nodes shaped for ${spanOf(step.durationMs)} ${at}`,
				},
			];
	}
}

function everyOf(messages: readonly { readonly atMs: number }[]): string {
	const [first, last] = [messages[0], messages.at(-1)];
	if (first === undefined || last === undefined || first === last) return "";
	return ` within ${spanOf(last.atMs - first.atMs)}`;
}
