import {
	type Constraint,
	type Constraints,
	type InnerReason,
	invalid,
	type Json,
	listOf,
	mapOf,
	notNegative,
} from "./constraint.ts";
import { withoutVolume } from "./pods.ts";
import { schedule } from "./schedule.ts";

/** A workload whose pods are always restarted. */
const alwaysRestarted: Constraint = {
	fields: { replicas: notNegative },
	whole: (spec) => [
		...unmatched(spec),
		...wrongRestart(spec, ["Always"]),
		...withoutVolumeIn(
			spec,
			listOf(spec.volumeClaimTemplates).map(
				({ metadata }) => mapOf(metadata).name,
			),
		),
	],
};

/** Constraints of workloads, which create pods. */
export const workloadConstraints: Constraints = {
	"apps.v1.DaemonSetSpec": alwaysRestarted,
	"apps.v1.DeploymentSpec": alwaysRestarted,
	"apps.v1.ReplicaSetSpec": alwaysRestarted,
	"apps.v1.StatefulSetSpec": alwaysRestarted,
	"batch.v1.CronJobSpec": { fields: { schedule } },
	"batch.v1.JobSpec": {
		whole: (spec) => [
			...wrongRestart(spec, ["Never", "OnFailure"]),
			...withoutVolumeIn(spec),
		],
	},
};

const podOf = ({ template }: Json): Json => mapOf(mapOf(template).spec);

const withoutVolumeIn = (
	spec: Json,
	further: readonly unknown[] = [],
): InnerReason[] =>
	withoutVolume(podOf(spec), further).map((reason) => ({
		...reason,
		at: ["template", "spec", ...reason.at],
	}));

function wrongRestart(spec: Json, allowed: readonly string[]): InnerReason[] {
	const { restartPolicy = "Always" } = podOf(spec);
	if (allowed.includes(String(restartPolicy))) return [];
	return [
		{
			...invalid(
				restartPolicy,
				"which this kind does not support",
				`use ${allowed.join(" or ")}`,
			),
			at: ["template", "spec", "restartPolicy"],
		},
	];
}

/** Checks that a selector matches the pods of its own template, and is not empty. */
function unmatched({ selector, template }: Json): InnerReason[] {
	const { matchLabels, matchExpressions } = mapOf(selector);
	const wanted = Object.entries(mapOf(matchLabels));
	const labels = mapOf(mapOf(mapOf(template).metadata).labels);
	if (wanted.length === 0 && listOf(matchExpressions).length === 0)
		return [
			{
				code: "unmatched-selector",
				at: ["selector"],
				what: "is empty",
				help: "select the pods of the template by a label",
			},
		];
	return wanted
		.filter(([key, value]) => labels[key] !== value)
		.map(([key, value]) => ({
			code: "unmatched-selector",
			at: ["selector", "matchLabels", key],
			what: `is ${JSON.stringify(value)}, but the template's pods have ${JSON.stringify(labels[key]) ?? "no such label"}`,
			help: "use the same value in both places",
		}));
}
