import type { Draft } from "../experiment.ts";
import { type Group, inWaves } from "../group.ts";
import { imageOf } from "../images.ts";
import { nodeGuards } from "../judgement.ts";

interface AnyImage
	extends Partial<
		Pick<
			Group,
			"name" | "command" | "args" | "env" | "ports" | "limits" | "pod"
		>
	> {
	/** `registry/name:tag`, optionally with a digest. */
	readonly image: string;
	readonly nodes: number;
	/** @default 0.1 cores, 128 MiB */
	readonly requests?: Group["requests"];
	/** Time to watch the nodes, from when all are ready. A node lost in this time makes the run invalid. */
	readonly watchMs: number;
}

/** Minimal experiment: pods of any image start and are watched. */
export const anyImage = ({
	name = "node",
	image,
	nodes,
	args = [],
	env = {},
	ports = [],
	requests = { cpuMillis: 100, memoryBytes: 128 * 2 ** 20 },
	watchMs,
	...rest
}: AnyImage): Draft => ({
	groups: [
		{
			name,
			kind: "StatefulSet",
			image: imageOf(image),
			container: name,
			...(ports.length > 0 && { service: name }),
			args,
			env,
			ports,
			requests,
			replicas: nodes,
			wave: inWaves,
			...rest,
		},
	],
	settle: [{ kind: "ready", fraction: 1 }],
	timeline: [{ kind: "wait", name: "watch", atMs: 0, durationMs: watchMs }],
	windows: [{ name: "complete", startMs: 0, endMs: watchMs }],
	drain: { dwellMs: 0, scrapeIntervalMs: 0 },
	guards: nodeGuards,
	criteria: [],
	unjudged:
		"of any image only its pods are known: write down what its own figures should be",
});
