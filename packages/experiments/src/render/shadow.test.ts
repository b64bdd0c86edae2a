import { fromYaml } from "@lab/core";
import type { StepOf } from "@lab/record";
import { expect, test } from "vitest";
import { createDraw } from "../draw.ts";
import { draftOf } from "../plan-for.ts";
import { findExperiment } from "../registry.ts";
import { nimlibp2pKad } from "../scenarios/nimlibp2p/nimlibp2p-kad.ts";
import { resolveSettings } from "../settings.ts";
import { shadowYaml } from "./shadow.ts";

const namespace = "lab-test";
const context = {
	backend: "cluster",
	namespace,
	draw: createDraw("seed"),
} as const;

const draft = (settings: object) =>
	draftOf(
		nimlibp2pKad as never,
		resolveSettings(nimlibp2pKad as never, { ...settings }, "cluster"),
		{ backend: "cluster", namespace, seed: "seed" },
	);

interface Process {
	readonly start_time: string;
	readonly args?: readonly string[];
	readonly environment?: Readonly<Record<string, string>>;
}

const simulate = (settings: object) => {
	const given = draft(settings);
	const text = shadowYaml(given, context, {
		nodeImage: "node",
		shadowImage: "shadow",
		firstMessageMs: 60_000,
		dwellMs: 30_000,
		seed: 7,
	});
	return {
		given,
		simulation: fromYaml(text, "shadow.yaml") as {
			general: object;
			network: { graph: object };
			hosts: Readonly<
				Record<string, { ip_addr?: string; processes: readonly Process[] }>
			>;
		},
	};
};

test("every node is a host in its own subnet, and every message is posted at its planned time", () => {
	const { given, simulation } = simulate({ nodes: 80, messages: 3 });
	const { publisher, ...nodes } = simulation.hosts;
	expect(Object.keys(nodes)).toHaveLength(81);
	const subnets = Object.values(nodes).map(({ ip_addr = "" }) =>
		ip_addr.split(".").slice(0, 3).join("."),
	);
	expect(new Set(subnets).size).toBe(81);
	const traffic = given.timeline[0] as StepOf<"publish">;
	expect(publisher?.processes).toHaveLength(3);
	for (const [index, { id, atMs, node }] of traffic.messages.entries()) {
		const post = publisher?.processes[index];
		expect(post?.start_time).toBe(`${65_000 + atMs}ms`);
		expect(post?.args?.join(" ")).toContain(`http://${node}:8645/publish`);
		expect(post?.args?.join(" ")).toContain(id);
	}
	expect(simulation.general).toMatchObject({ stop_time: "97s", seed: 7 });
});

test("a service name is replaced by the name of its first host", () => {
	const { hosts } = simulate({ nodes: 4 }).simulation;
	expect(hosts["pod-3"]?.processes[0]?.environment).toMatchObject({
		SERVICE: "bootstrap-0",
		SHADOWENV: "true",
		NODE_ROLE: "RoleNormal",
	});
});

test("unshaped links become a switch, shaped links a graph", () => {
	expect(simulate({ nodes: 4 }).simulation.network.graph).toEqual({
		type: "1_gbit_switch",
	});
	expect(
		simulate({ nodes: 4, delay: "100ms", loss: 0.01, rate: 50 }).simulation
			.network.graph,
	).toMatchObject({
		inline: expect.stringMatching(
			/50000000 bit[\s\S]*latency "100 ms"[\s\S]*packet_loss 0.01/,
		),
	});
});

test("the simulator is one pod that is never restarted", () => {
	const experiment = findExperiment("shadow-gossipsub");
	const { groups } = draftOf(
		experiment,
		resolveSettings(experiment, {}, "cluster"),
		{ backend: "cluster", namespace, seed: "seed" },
	);
	expect(groups).toMatchObject([
		{ name: "shadow", kind: "Pod", replicas: 1, pod: { restart: "Never" } },
	]);
});
