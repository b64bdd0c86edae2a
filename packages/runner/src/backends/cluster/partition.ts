import { fromYamlStream, toYamlStream } from "@lab/core";
import type { ReadObject } from "@lab/kubernetes";
import {
	groupOf,
	type Plan,
	probePod,
	type StepOf,
	sideLabel,
} from "@lab/record";
import type { Node, ProbeResult } from "../../backend.ts";
import { applyObjects, type Kubectl } from "./kubectl.ts";

type Partition = StepOf<"partition">;

/** Labels the pods with their side, and applies policies that block new connections between sides. */
export async function beginPartition(
	kubectl: Kubectl,
	plan: Plan,
	step: Partition,
	signal: AbortSignal,
): Promise<void> {
	for (const [index, side] of step.sides.entries()) {
		await kubectl.run(
			[
				...["-n", plan.namespace, "label", "--overwrite", "pods"],
				...[...side, `${sideLabel(step)}=${index}`],
			],
			{ signal },
		);
	}
	await applyObjects(kubectl, policiesOf(plan, step), signal);
}

/** Removes the policies, so that the sides can connect again. */
export const endPartition = (
	kubectl: Kubectl,
	plan: Plan,
	step: Partition,
	signal: AbortSignal,
): Promise<string> =>
	kubectl.run(["delete", "--ignore-not-found", "--wait=false", "-f", "-"], {
		input: toYamlStream(policiesOf(plan, step)),
		signal,
	});

/** Network policies of a partition, from the plan; `check` rejects a plan without them. */
const policiesOf = ({ cluster }: Plan, { name }: Partition): ReadObject[] =>
	fromYamlStream(cluster?.disturbances?.[name] ?? "", name) as ReadObject[];

/** Number of concurrent connection attempts, and time limit of each, in seconds. */
const PARALLEL = 512;
const PATIENCE_S = 3;

/**
 * Shell command: reads lines with name, address and ports, such as `a 10.0.0.1 80,81`,
 * and prints the names of those that accept a connection on any port.
 */
export const tryConnections = `xargs -P ${PARALLEL} -n 3 sh -c 'for port in $(echo $2 | tr , " "); do nc -w ${PATIENCE_S} $1 $port -e true 2>/dev/null && echo $0 && break; done; true'`;

/**
 * Tries to connect from a pod on each side to every node of the partition. The
 * partition is in effect if each side reaches all of its own nodes and no others,
 * and over if it reaches all nodes. A probe that reaches no node proves nothing.
 */
export async function probePartition(
	kubectl: Kubectl,
	plan: Plan,
	step: Partition,
	nodes: readonly Node[],
	signal: AbortSignal,
): Promise<ProbeResult> {
	const addresses = new Map(nodes.map(({ name, address }) => [name, address]));
	const all = step.sides.flat();
	const unknown = all.filter((node) => addresses.get(node) === undefined);
	if (unknown.length > 0)
		return { seen: `${unknown.length} of ${all.length} nodes have no address` };
	const input = all
		.map(
			(node) =>
				`${node} ${addresses.get(node)} ${tcpPorts(plan, node).join(",")}`,
		)
		.join("\n");
	const sides = await Promise.all(
		step.sides.map(async (side, index) => {
			const answer = await kubectl.run(
				[
					...["-n", plan.namespace, "exec", "-i", probePod(step, index)],
					...["--", "sh", "-c", tryConnections],
				],
				{ input: `${input}\n`, signal, upTo: "10m" },
			);
			const reached = new Set(answer.split("\n"));
			const own = new Set(side);
			const others = all.filter((node) => !own.has(node));
			return {
				own: {
					of: side.length,
					reached: side.filter((node) => reached.has(node)).length,
				},
				others: {
					of: others.length,
					reached: others.filter((node) => reached.has(node)).length,
				},
			};
		}),
	);
	const allOwn = sides.every(({ own }) => own.reached === own.of);
	const crossing = sides.reduce((sum, { others }) => sum + others.reached, 0);
	const possible = sides.reduce((sum, { others }) => sum + others.of, 0);
	const seen = sides
		.map(
			({ own, others }, index) =>
				`side ${index} reaches ${own.reached} of ${own.of} of its own and ${others.reached} of ${others.of} others`,
		)
		.join(", ");
	if (!allOwn || (crossing > 0 && crossing < possible)) return { seen };
	return { present: crossing === 0, seen };
}

const tcpPorts = ({ groups }: Plan, node: string): number[] =>
	(groups.find(({ name }) => name === groupOf(node))?.ports ?? [])
		.filter(({ protocol = "TCP" }) => protocol === "TCP")
		.map(({ port }) => port);
