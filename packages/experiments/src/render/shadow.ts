import { nodesIn, type StepOf } from "@lab/record";
import type { Draft, DraftContext } from "../experiment.ts";
import type { Group } from "../group.ts";
import { imageOf } from "../images.ts";

/** Maximum number of hosts with one /24 subnet each; kad-dht limits the peers per subnet. */
const MAX_HOSTS = 155 * 250;
const START_MS = 5000;

interface Simulation {
	readonly nodeImage: string;
	readonly shadowImage: string;
	/** Simulated time from a node's start to the first message. */
	readonly firstMessageMs: number;
	/** Simulated time after the last message. */
	readonly dwellMs: number;
	readonly seed: number;
}

/**
 * Converts an experiment to one pod that runs the simulator Shadow. Nodes become
 * simulated hosts, messages become processes that post them at their planned
 * times, and links become the network graph. The pod is ready when the
 * simulation is over, and stays so that its files can be collected.
 */
export function inShadow(
	draft: Draft,
	context: DraftContext,
	simulation: Simulation,
): Draft {
	const nodes = draft.groups.reduce((sum, { replicas }) => sum + replicas, 0);
	return {
		groups: [
			simulator(nodes, shadowYaml(draft, context, simulation), simulation),
		],
		settle: [{ kind: "ready", fraction: 1 }],
		settleWithinMs: 1_800_000 + nodes * 20_000,
		timeline: [{ kind: "wait", name: "simulated", atMs: 0, durationMs: 1000 }],
		windows: [],
		// Simulated nodes write their metrics to files, in simulated time.
		drain: { dwellMs: 0, scrapeIntervalMs: 0 },
		guards: [{ measure: "nodes.lost", atMost: 0 }],
		criteria: [],
		unjudged:
			"simulated nodes write into files of the simulator, which are analysed by hand",
	};
}

const RUN = "/sim/run";
const BINARY = "/sim/bin";
const CONFIG = "/sim/config/shadow.yaml";

/** Group of the simulator's pod. It requests 2 CPUs and 4 GiB for ten nodes, 16 CPUs and 64 GiB for a thousand, as in 10ksim. */
function simulator(
	nodes: number,
	config: string,
	{ nodeImage, shadowImage }: Simulation,
): Group {
	const cpuMillis = 1000 * Math.max(2, Math.ceil(nodes * 0.016));
	const memoryBytes = 2 ** 30 * Math.max(4, Math.ceil(nodes * 0.064));
	return {
		name: "shadow",
		kind: "Pod",
		image: imageOf(shadowImage),
		container: "shadow",
		command: ["/bin/bash", "-eu", "-c"],
		args: [
			[
				`cd ${RUN}`,
				`cp ${BINARY}/main main`,
				`cp ${CONFIG} shadow.yaml`,
				"shadow shadow.yaml",
				"for file in shadow.data/hosts/*/*.stdout; do",
				'  sed "s|^|$(basename "$(dirname "$file")") |" "$file"',
				"done",
				"touch done",
				"sleep infinity",
			].join("\n"),
		],
		env: {},
		ports: [],
		requests: { cpuMillis, memoryBytes },
		limits: { cpuMillis: 4 * cpuMillis, memoryBytes: 4 * memoryBytes },
		replicas: 1,
		wave: { size: 1, ready: 0, pauseMs: 0 },
		pod: {
			ready: {
				check: { command: ["test", "-f", `${RUN}/done`] },
				initialDelaySeconds: 10,
				periodSeconds: 10,
			},
			restart: "Never",
			placement: "workers",
			// Shadow intercepts the simulated programs' system calls.
			security: {
				capabilities: { add: ["SYS_PTRACE"] },
				seccompProfile: { type: "Unconfined" },
			},
			files: { [CONFIG]: config },
			shared: [BINARY, RUN],
			initContainers: [
				{
					name: "fetch-test-node",
					image: nodeImage,
					command: [
						"sh",
						"-c",
						`cp /node/main ${BINARY}/main && chmod +x ${BINARY}/main`,
					],
				},
			],
		},
	};
}

/**
 * Renders Shadow's configuration. Values are JSON, which is valid YAML.
 *
 * @see https://shadow.github.io/docs/guide/shadow_config_spec.html
 */
export function shadowYaml(
	draft: Draft,
	context: DraftContext,
	{ firstMessageMs, dwellMs, seed }: Simulation,
): string {
	const zeroMs = START_MS + firstMessageMs;
	const messages = draft.timeline.flatMap((step) =>
		step.kind === "publish" ? postsOf(step, zeroMs) : [],
	);
	const last = Math.max(zeroMs, ...messages.map(({ atMs }) => atMs));
	const hosts = draft.groups.flatMap((group) =>
		nodesIn(group).map((name) => ({ name, group })),
	);
	if (hosts.length > MAX_HOSTS)
		throw new RangeError(
			`${hosts.length} simulated hosts, but there are addresses for ${MAX_HOSTS}`,
		);
	return [
		"general:",
		`  stop_time: ${Math.ceil((last + dwellMs) / 1000)}s`,
		"  progress: true",
		`  seed: ${seed}`,
		"network:",
		...graphOf(draft.groups),
		...draft.groups.map(
			(group) =>
				`x-${group.name}: &${group.name} {path: ./main, start_time: ${START_MS}ms, expected_final_state: running, environment: ${JSON.stringify(environmentOf(group, draft.groups, context))}}`,
		),
		"hosts:",
		...hosts.map(
			({ name, group }, index) =>
				`  ${name}: {network_node_id: 0, ip_addr: ${addressOf(index)}, processes: [*${group.name}]}`,
		),
		"  publisher:",
		"    network_node_id: 0",
		"    processes:",
		...messages.map(
			({ atMs, args }) =>
				`    - {path: /usr/bin/curl, start_time: ${Math.round(atMs)}ms, args: ${JSON.stringify(args)}}`,
		),
		"",
	].join("\n");
}

function postsOf(
	{ messages, request }: StepOf<"publish">,
	zeroMs: number,
): { readonly atMs: number; readonly args: readonly string[] }[] {
	return messages.map(({ id, atMs, node }) => ({
		atMs: zeroMs + atMs,
		args: [
			"-sSf",
			"-H",
			"content-type: application/json",
			"-d",
			JSON.stringify(request.body).replaceAll("$id", id),
			`http://${node}:8645${request.path}`,
		],
	}));
}

function environmentOf(
	{ env }: Group,
	groups: readonly Group[],
	{ namespace }: DraftContext,
): Group["env"] {
	// Shadow resolves host names only, so a service is replaced by its first node.
	const names = groups.flatMap(({ name, service }) =>
		service === undefined
			? []
			: [[`${service}.${namespace}.svc.cluster.local`, `${name}-0`] as const],
	);
	const known = new Map<string, string>(names);
	return {
		...Object.fromEntries(
			Object.entries(env).map(([key, value]) => [
				key,
				known.get(value) ?? value,
			]),
		),
		SHADOWENV: "true",
		METRICS_INTERVAL_S: "15",
	};
}

const addressOf = (index: number): string =>
	`11.${100 + Math.floor(index / 250)}.${index % 250}.10`;

/** Network graph with a single node for all hosts, and the worst delay, loss and rate of their links. */
function graphOf(groups: readonly Group[]): string[] {
	const links = groups.map(({ pod }) => pod?.link?.out ?? {});
	const delay = Math.max(0, ...links.map(({ delayMs = 0 }) => delayMs));
	const loss = Math.max(0, ...links.map(({ lossPercent = 0 }) => lossPercent));
	const rate = Math.min(
		...links.map(({ rateBitsPerSecond = 1e9 }) => rateBitsPerSecond),
	);
	if (delay === 0 && loss === 0 && rate === 1e9) {
		return ["  graph: {type: 1_gbit_switch}"];
	}
	return [
		"  graph:",
		"    type: gml",
		"    inline: |",
		"      graph [",
		"        directed 0",
		"        node [",
		"          id 0",
		`          host_bandwidth_up "${rate} bit"`,
		`          host_bandwidth_down "${rate} bit"`,
		"        ]",
		"        edge [",
		"          source 0",
		"          target 0",
		// Shadow rejects paths without a latency.
		`          latency "${Math.max(1, delay)} ms"`,
		`          packet_loss ${loss / 100}`,
		"        ]",
		"      ]",
	];
}
