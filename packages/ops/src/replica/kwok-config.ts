import { readFile } from "node:fs/promises";
import { fromYamlStream, toYamlStream } from "@lab/core";
import { moduleFile } from "../toolchain/module-file.ts";
import { simulatedCadvisor } from "./simulated-cadvisor.ts";

const MODULE = "sigs.k8s.io/kwok";

/** How nodes and pods come to look alive: KWOK's own fast stages. */
const STAGES = [
	"node/fast/node-initialize",
	"node/heartbeat-with-lease/node-heartbeat-with-lease",
	"pod/fast/pod-delete",
	"volume/fast/pvc-provision",
	"volume/fast/pv-bind",
	"volume/fast/pv-delete",
	"volume/fast/pvc-delete",
];

/** That a pod which has a node runs on it, and comes to its end. */
const LIFE_OF_PODS = ["pod/fast/pod-ready", "pod/fast/pod-complete"];

/** Controllers that have nothing to do while pods only get their nodes, and watch each of them. */
const idle = [
	"endpoints-controller",
	"endpointslice-controller",
	"endpointslice-mirroring-controller",
	"garbage-collector-controller",
	"pod-garbage-collector-controller",
	"horizontal-pod-autoscaler-controller",
	"taint-eviction-controller",
];

/** What a simulated kubelet shows: memory and CPU as annotations of pods say, else a little. */
const METRICS = [
	"metrics/resource/metrics-resource",
	"metrics/usage/usage-from-annotation",
];

interface Stage {
	spec: { selector: { matchExpressions: { cel?: { expression: string } }[] } };
}

const read = async (path: string): Promise<unknown[]> => {
	const file = await moduleFile("kwok", MODULE, `kustomize/${path}.yaml`);
	return fromYamlStream(await readFile(file, "utf8"), file);
};

/**
 * The configuration that kwokctl makes a cluster from: loopback only, its
 * programs and ports given, and the stages.
 *
 * @param pods whether they run once they have a node
 */
export async function kwokConfig(
	options: Readonly<Record<string, unknown>>,
	pods: "run" | "wait",
): Promise<string> {
	const stages = await Promise.all(
		[...STAGES, ...(pods === "run" ? LIFE_OF_PODS : [])].map((path) =>
			read(`stage/${path}`),
		),
	);
	return toYamlStream([
		{
			apiVersion: "config.kwok.x-k8s.io/v1alpha1",
			kind: "KwokctlConfiguration",
			options: { runtime: "binary", bindAddress: "127.0.0.1", ...options },
			...(pods === "wait" && {
				componentsPatches: [
					{
						name: "kube-controller-manager",
						extraArgs: [
							{
								key: "controllers",
								value: `*,${idle.map((name) => `-${name}`).join(",")}`,
							},
						],
					},
				],
			}),
		},
		...stages.flat().map((stage) => forEveryStorageClass(stage as Stage)),
	]);
}

/** What kwok reads beside that: kwokctl hands it stages, and leaves out metrics. */
export async function kwokMetrics(): Promise<string> {
	const metrics = await Promise.all(METRICS.map(read));
	return toYamlStream([...metrics.flat(), simulatedCadvisor]);
}

/** KWOK's volume stages serve one class of their own; ours serve whatever class a claim names. */
function forEveryStorageClass(stage: Stage): Stage {
	for (const { cel } of stage.spec.selector.matchExpressions) {
		if (cel?.expression.includes("'kwok-volume'"))
			cel.expression = "has(self.spec.storageClassName)";
	}
	return stage;
}
