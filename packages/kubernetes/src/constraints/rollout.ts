import {
	at,
	type Constraints,
	type InnerReason,
	isSet,
	type Json,
	mapOf,
	notNegative,
	positive,
} from "./constraint.ts";
import { timeZone } from "./schedule.ts";

const numberOf = (value: unknown): number =>
	typeof value === "string" ? Number.parseFloat(value) : Number(value);

/** Finds text that is no percentage, where a number or a percentage is meant. */
export const wrongPercent = (
	object: Json,
	...fields: readonly string[]
): InnerReason[] =>
	fields.flatMap((field) => {
		const value = object[field];
		return typeof value === "string" && !/^\d+%$/.test(value)
			? [
					at(
						[field],
						`is ${JSON.stringify(value)}, neither a number nor a percentage`,
						"write it as 1 or 25%",
					),
				]
			: [];
	});

/** Finds settings of a strategy other than the chosen one. */
const wrongStrategy = ({ type, rollingUpdate }: Json): InnerReason[] =>
	isSet(type) && type !== "RollingUpdate" && isSet(rollingUpdate)
		? [
				at(
					["rollingUpdate"],
					`is set, although the type is ${type}`,
					"remove it",
				),
			]
		: [];

/** The pods of a workload run for ever. */
const withDeadline = ({ template }: Json): InnerReason[] =>
	isSet(mapOf(mapOf(template).spec).activeDeadlineSeconds)
		? [
				at(
					["template", "spec", "activeDeadlineSeconds"],
					"is set, which only the pods of a Job may have",
					"remove it",
				),
			]
		: [];

/** Checks of how workloads replace pods, and of Jobs. */
export const rolloutConstraints: Constraints = {
	"apps.v1.DeploymentSpec": {
		fields: { minReadySeconds: notNegative, revisionHistoryLimit: notNegative },
		whole: (spec) => {
			const { progressDeadlineSeconds = 600, minReadySeconds = 0 } = spec;
			return [
				...withDeadline(spec),
				...(Number(progressDeadlineSeconds) > Number(minReadySeconds)
					? []
					: [
							at(
								["progressDeadlineSeconds"],
								`is ${progressDeadlineSeconds}, not more than minReadySeconds, which is ${minReadySeconds}`,
								"set it to more than minReadySeconds",
							),
						]),
			];
		},
	},
	"apps.v1.DeploymentStrategy": { whole: wrongStrategy },
	"apps.v1.StatefulSetUpdateStrategy": { whole: wrongStrategy },
	"apps.v1.StatefulSetSpec": {
		fields: { minReadySeconds: notNegative },
		whole: withDeadline,
	},
	"apps.v1.DaemonSetSpec": {
		fields: { minReadySeconds: notNegative },
		whole: withDeadline,
	},
	"apps.v1.RollingUpdateDeployment": {
		whole: (update) => {
			const { maxSurge = "25%", maxUnavailable = "25%" } = update;
			return [
				...wrongPercent(update, "maxSurge", "maxUnavailable"),
				...(numberOf(maxSurge) === 0 && numberOf(maxUnavailable) === 0
					? [
							at(
								["maxUnavailable"],
								"is 0 like maxSurge, so that no pod could ever be replaced",
								"set one of the two to 1",
							),
						]
					: []),
			];
		},
	},
	"apps.v1.RollingUpdateDaemonSet": {
		whole: (update) => {
			const { maxSurge = 0, maxUnavailable = 1 } = update;
			const both =
				(numberOf(maxSurge) === 0) === (numberOf(maxUnavailable) === 0);
			return [
				...wrongPercent(update, "maxSurge", "maxUnavailable"),
				...(both
					? [
							at(
								["maxUnavailable"],
								`is ${maxUnavailable}${isSet(update.maxUnavailable) ? "" : " by default"}, and maxSurge is ${maxSurge}, although exactly one of them must be 0`,
								"set one of the two to 0, and the other to 1 or more",
							),
						]
					: []),
			];
		},
	},
	"batch.v1.CronJobSpec": {
		fields: {
			failedJobsHistoryLimit: notNegative,
			startingDeadlineSeconds: notNegative,
			successfulJobsHistoryLimit: notNegative,
			timeZone,
		},
	},
	"batch.v1.JobSpec": {
		fields: {
			activeDeadlineSeconds: notNegative,
			backoffLimit: notNegative,
			completions: notNegative,
			parallelism: notNegative,
			ttlSecondsAfterFinished: notNegative,
		},
		// Without parallelism, both are 1 by default.
		whole: ({ completionMode, completions, parallelism }) =>
			completionMode === "Indexed" && isSet(parallelism) && !isSet(completions)
				? [
						at(
							["completions"],
							"is not set, although completionMode is Indexed",
							"set the number of pods",
							"missing-field",
						),
					]
				: [],
	},
	"policy.v1.PodDisruptionBudgetSpec": {
		whole: (spec) => [
			...wrongPercent(spec, "maxUnavailable", "minAvailable"),
			...(isSet(spec.minAvailable) && isSet(spec.maxUnavailable)
				? [
						at(
							["maxUnavailable"],
							"is set in addition to minAvailable",
							"remove one of the two",
						),
					]
				: []),
		],
	},
	"autoscaling.v2.HorizontalPodAutoscalerSpec": {
		fields: { minReplicas: positive, maxReplicas: positive },
		whole: ({ minReplicas = 1, maxReplicas }) =>
			Number(minReplicas) > Number(maxReplicas)
				? [
						at(
							["maxReplicas"],
							`is ${maxReplicas}, less than minReplicas, which is ${minReplicas}`,
							"use at least minReplicas",
						),
					]
				: [],
	},
	"autoscaling.v2.MetricSpec": {
		whole: (metric) => {
			const { type } = metric;
			const source = sources[String(type)];
			if (source === undefined)
				return [
					at(
						["type"],
						`is ${JSON.stringify(type)}, not one of ${Object.keys(sources).join(", ")}`,
						"use one of these",
					),
				];
			return isSet(metric[source])
				? []
				: [
						at(
							[source],
							`is not set, although the type is ${type}`,
							"set it",
							"missing-field",
						),
					];
		},
	},
};

const sources: Readonly<Record<string, string>> = {
	ContainerResource: "containerResource",
	External: "external",
	Object: "object",
	Pods: "pods",
	Resource: "resource",
};
