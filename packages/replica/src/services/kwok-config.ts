import { readFile } from "node:fs/promises";
import { fromYamlStream, toYamlStream } from "@lab/core";
import { READY_WITH, type ReadObject } from "@lab/kubernetes";
import { moduleFile } from "@lab/toolchain";
import { NEEDS_MET } from "../rollout/readiness.ts";
import { simulatedCadvisor } from "./simulated-cadvisor.ts";

const MODULE = "sigs.k8s.io/kwok";

/** KWOK's own fast stages, which make nodes, pods and volumes look alive. */
const STAGES = [
	"node/fast/node-initialize",
	"node/heartbeat-with-lease/node-heartbeat-with-lease",
	"pod/fast/pod-delete",
	"volume/fast/pvc-provision",
	"volume/fast/pv-bind",
	"volume/fast/pv-delete",
	"volume/fast/pvc-delete",
];

/** Stages that make a bound pod run and complete. */
const POD_LIFECYCLE = ["pod/fast/pod-ready", "pod/fast/pod-complete"];

/** Controllers that watch every pod but have nothing to do while pods are only bound. */
const idle = [
	"endpoints-controller",
	"endpointslice-controller",
	"endpointslice-mirroring-controller",
	"garbage-collector-controller",
	"pod-garbage-collector-controller",
	"horizontal-pod-autoscaler-controller",
	"taint-eviction-controller",
];

/** Metrics of a simulated kubelet: memory and CPU from annotations of pods, otherwise small values. */
const METRICS = [
	"metrics/resource/metrics-resource",
	"metrics/usage/usage-from-annotation",
];

/** Whether a pod waits for nothing that it declares. */
const NEEDS_NOTHING = `!has(self.metadata.annotations) || !("${READY_WITH}" in self.metadata.annotations) || "${NEEDS_MET}" in self.metadata.annotations`;

interface Stage extends ReadObject {
	spec: { selector: { matchExpressions: { cel?: { expression: string } }[] } };
}

const read = async (path: string): Promise<unknown[]> => {
	const file = await moduleFile("kwok", MODULE, `kustomize/${path}.yaml`);
	return fromYamlStream(await readFile(file, "utf8"), file);
};

/**
 * Configuration from which kwokctl creates a cluster: loopback only, with the
 * given options and the stages.
 *
 * @param pods whether pods run once they are bound
 */
export async function kwokConfig(
	options: Readonly<Record<string, unknown>>,
	pods: "run" | "wait",
): Promise<string> {
	const stages = await Promise.all(
		[...STAGES, ...(pods === "run" ? POD_LIFECYCLE : [])].map((path) =>
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
		...stages
			.flat()
			.map((stage) => onceNeedsAreMet(forEveryStorageClass(stage as Stage))),
	]);
}

/** Second configuration file for kwok: kwokctl passes stages on to it but not metrics. */
export async function kwokMetrics(): Promise<string> {
	const metrics = await Promise.all(METRICS.map(read));
	return toYamlStream([...metrics.flat(), simulatedCadvisor]);
}

/** Makes pods ready only once what they declare to wait for is there. */
function onceNeedsAreMet(stage: Stage): Stage {
	if (stage.metadata.name === "pod-ready")
		stage.spec.selector.matchExpressions.push({
			cel: { expression: NEEDS_NOTHING },
		});
	return stage;
}

/** Makes KWOK's volume stages serve every storage class instead of only their own. */
function forEveryStorageClass(stage: Stage): Stage {
	for (const { cel } of stage.spec.selector.matchExpressions) {
		if (cel?.expression.includes("'kwok-volume'"))
			cel.expression = "has(self.spec.storageClassName)";
	}
	return stage;
}
