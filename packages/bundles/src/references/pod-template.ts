import { groupKindOf, type ReadObject } from "@lab/kubernetes";
import { type Json, mapOf } from "./reference.ts";

/** The template of a workload's pods. */
export interface PodTemplate {
	/** With `metadata` and `spec`. */
	readonly template: Json;
	/** Where it is in the object; empty for a Pod. */
	readonly path: string;
	/** Labels that the workload's controller adds to its pods. */
	readonly added: readonly string[];
}

/** Finds the template of the pods that an object creates; undefined for other objects. */
export function podTemplateOf(object: ReadObject): PodTemplate | undefined {
	const workload = workloads[groupKindOf(object)];
	if (workload === undefined) return undefined;
	const { path, added = [] } = workload;
	const template = path
		.split(".")
		.filter(Boolean)
		.reduce<Json>((at, key) => mapOf(at[key]), mapOf(object));
	return { template, path, added };
}

const ofJobs = [
	...["controller-uid", "job-name"].flatMap((label) => [
		label,
		`batch.kubernetes.io/${label}`,
	]),
	"batch.kubernetes.io/job-completion-index",
];

/** Where a workload has the template of its pods, and which labels its controller adds to them. */
const workloads: Readonly<
	Record<string, { readonly path: string; readonly added?: readonly string[] }>
> = {
	Pod: { path: "" },
	ReplicationController: { path: "spec.template" },
	"CronJob.batch": { path: "spec.jobTemplate.spec.template", added: ofJobs },
	"DaemonSet.apps": {
		path: "spec.template",
		added: ["controller-revision-hash", "pod-template-generation"],
	},
	"Deployment.apps": { path: "spec.template", added: ["pod-template-hash"] },
	"Job.batch": { path: "spec.template", added: ofJobs },
	"ReplicaSet.apps": { path: "spec.template" },
	"StatefulSet.apps": {
		path: "spec.template",
		added: [
			"apps.kubernetes.io/pod-index",
			"controller-revision-hash",
			"statefulset.kubernetes.io/pod-name",
		],
	},
};
