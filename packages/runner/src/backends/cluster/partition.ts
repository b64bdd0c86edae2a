import { fromYamlStream, toYamlStream } from "@lab/core";
import { type Plan, probePod, type StepOf, sideLabel } from "@lab/record";
import type { Node, Probe } from "../../backend.ts";
import { applyObjects, type Kubectl } from "./kubectl.ts";

type Partition = StepOf<"partition">;

/** Tells the sides apart, and keeps them from opening connections to each other. */
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

/** Lets the sides meet. */
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

/** What the plan keeps for a partition; a plan without it is refused before. */
const policiesOf = ({ cluster }: Plan, { name }: Partition): object[] =>
	fromYamlStream(cluster?.disturbances?.[name] ?? "", name) as object[];

/** Connections tried at a time, and for how many seconds each. */
const PARALLEL = 512;
const PATIENCE_S = 3;

/**
 * For a shell: reads lines of a name, an address and its ports, as `a 10.0.0.1 80,81`,
 * and says the names of those that take a connection at any of them.
 */
export const tryConnections = `xargs -P ${PARALLEL} -n 3 sh -c 'for port in $(echo $2 | tr , " "); do nc -w ${PATIENCE_S} $1 $port -e true 2>/dev/null && echo $0 && break; done; true'`;

/**
 * Tries, from a pod on each side, to connect to every node of the partition. It
 * is there when each side reaches all of its own and none of the others, and
 * gone when it reaches all; a probe that reaches nobody proves nothing.
 */
export async function probePartition(
	kubectl: Kubectl,
	plan: Plan,
	step: Partition,
	nodes: readonly Node[],
	signal: AbortSignal,
): Promise<Probe> {
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
	(groups.find(({ name }) => name === node.replace(/-\d+$/, ""))?.ports ?? [])
		.filter(({ protocol = "TCP" }) => protocol === "TCP")
		.map(({ port }) => port);
