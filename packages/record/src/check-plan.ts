import { type Finding, fault, suggestion } from "@lab/core";
import type { Condition } from "./condition.ts";
import { measures } from "./measures.ts";
import { hashOf, nodesOf, type Plan, plan as schema } from "./plan.ts";
import type { StepOf, TimelineStep } from "./timeline.ts";
import { findingsOf } from "./validate.ts";

/**
 * Every fault that prevents a plan from running: values that do not fit the
 * schema, and references between its parts that do not resolve.
 *
 * @param where path of the plan's file, for the findings
 */
export function checkPlan(value: unknown, where: string): Finding[] {
	const form = findingsOf(schema, value, where);
	if (form.length > 0) return form;
	const plan = value as Plan;
	return [
		...checkHash(plan),
		...plan.groups.flatMap(repeatedPorts),
		...repeated(plan.groups, "groups"),
		...repeated(plan.timeline, "timeline"),
		...repeated(plan.windows, "windows"),
		...plan.timeline.flatMap((step) => checkStep(plan, step)),
		...messageIds(plan),
		...plan.windows
			.filter(({ startMs, endMs }) => startMs >= endMs)
			.map(({ name, startMs, endMs }) =>
				fault({
					code: "empty-window",
					what: `window '${name}' ends (${endMs} ms) before it starts (${startMs} ms)`,
					where: `windows.${name}`,
					help: "make the timeline longer, or the margins shorter",
				}),
			),
		...plan.guards.flatMap((guard) => knownWindow(plan, guard, "guards")),
		...plan.criteria.flatMap((one) => knownWindow(plan, one, "criteria")),
		...plan.settle.flatMap((gate) =>
			gate.kind === "metric"
				? known(
						gate.group,
						plan.groups.map(({ name }) => name),
						"group",
						"settle",
					)
				: [],
		),
		...needsOfBackend(plan),
	].map((finding) => ({ ...finding, where: `${where}: ${finding.where}` }));
}

function checkHash(plan: Plan): Finding[] {
	const hash = hashOf(plan);
	return hash === plan.hash
		? []
		: [
				fault({
					code: "plan-changed",
					what: `the plan names hash ${plan.hash.slice(0, 12)}, but its content has ${hash.slice(0, 12)}`,
					where: "hash",
					help: "do not edit a plan: make a new one with 'pnpm experiment plan'",
				}),
			];
}

function repeated(
	list: readonly { readonly name: string }[],
	where: string,
): Finding[] {
	const seen = new Set<string>();
	return list.flatMap(({ name }) => {
		if (!seen.has(name)) {
			seen.add(name);
			return [];
		}
		return [
			fault({
				code: "repeated-name",
				what: `two ${where} have the name '${name}'`,
				where: `${where}.${name}`,
				help: "give one of them another name",
			}),
		];
	});
}

function repeatedPorts({ name, ports }: Plan["groups"][number]): Finding[] {
	const where = `groups.${name}.ports`;
	const numbers = ports.map(({ port, protocol = "TCP" }) => ({
		name: `${port}/${protocol}`,
	}));
	return [...repeated(ports, where), ...repeated(numbers, where)];
}

function checkStep(plan: Plan, step: TimelineStep): Finding[] {
	const where = `timeline.${step.name}`;
	switch (step.kind) {
		case "publish":
			return [
				...nodesKnown(
					plan,
					step.messages.map(({ node }) => node),
					where,
				),
				...inOrder(step, where),
				...(step.receivers ?? []).flatMap((name) =>
					known(
						name,
						plan.groups.map((group) => group.name),
						"group",
						where,
					),
				),
			];
		case "churn":
		case "shape":
			return nodesKnown(plan, step.nodes, where);
		case "partition":
			return nodesKnown(plan, step.sides.flat(), where);
		case "probe":
			return nodesKnown(plan, step.pairs.flat(), where);
		case "scale":
			return known(
				step.group,
				plan.groups.map(({ name }) => name),
				"group",
				where,
			);
		case "wait":
			return [];
	}
}

function nodesKnown(
	plan: Plan,
	names: readonly string[],
	where: string,
): Finding[] {
	const nodes = new Set(nodesOf(plan));
	const unknown = [...new Set(names)].filter((name) => !nodes.has(name));
	return unknown.map((name) =>
		fault({
			code: "unknown-node",
			what: `no group has a node '${name}'`,
			where,
			help: `the groups are ${plan.groups.map((group) => `${group.name} (${group.replicas})`).join(", ")}`,
		}),
	);
}

function inOrder(step: StepOf<"publish">, where: string): Finding[] {
	const early = step.messages.find(
		({ atMs }, index) =>
			atMs < (step.messages[index - 1]?.atMs ?? step.atMs) || atMs < step.atMs,
	);
	return early === undefined
		? []
		: [
				fault({
					code: "unordered-messages",
					what: `message ${early.id} is sent before its predecessor or its step`,
					where,
					help: "sort the messages by atMs; none may precede its step",
				}),
			];
}

function messageIds(plan: Plan): Finding[] {
	const owner = new Map<string, string>();
	return plan.timeline.flatMap((step) =>
		step.kind !== "publish"
			? []
			: step.messages.flatMap(({ id }) => {
					const first = owner.get(id);
					owner.set(id, step.name);
					return first === undefined
						? []
						: [
								fault({
									code: "repeated-message",
									what: `message ${id} appears in ${first} and in ${step.name}`,
									where: `timeline.${step.name}`,
									help: "use another id",
								}),
							];
				}),
	);
}

const knownWindow = (
	plan: Plan,
	{ window, measure }: Condition,
	where: string,
): Finding[] =>
	window === undefined
		? []
		: [
				...known(
					window,
					plan.windows.map(({ name }) => name),
					"window",
					`${where}.${measure}`,
				),
				...("ofRun" in measures[measure]
					? [
							fault({
								code: "measure-of-run",
								what: `${measure} has no value for a window: ${measures[measure].meaning}`,
								where: `${where}.${measure}`,
								help: "leave the window out",
							}),
						]
					: []),
			];

const known = (
	name: string,
	names: readonly string[],
	kind: string,
	where: string,
): Finding[] =>
	names.includes(name)
		? []
		: [
				fault({
					code: `unknown-${kind}`,
					what: `there is no ${kind} '${name}'`,
					where,
					help:
						names.length > 0
							? suggestion(name, names)
							: `the plan has no ${kind}s`,
				}),
			];

function needsOfBackend(plan: Plan): Finding[] {
	if (plan.backend === "cluster") {
		return plan.cluster === undefined
			? [
					fault({
						code: "missing-key",
						what: "a plan for the backend 'cluster' needs the key 'cluster'",
						where: "cluster",
						help: "make the plan again",
					}),
				]
			: [];
	}
	return plan.groups
		.filter(({ process }) => process === undefined)
		.map(({ name }) =>
			fault({
				code: "no-process",
				what: `group '${name}' cannot run as a process`,
				where: `groups.${name}.process`,
				help: "run the plan on a cluster, or give the group a 'process'",
			}),
		);
}
