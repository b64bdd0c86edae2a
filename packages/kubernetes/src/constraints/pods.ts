import {
	type Constraints,
	type InnerReason,
	invalid,
	isSet,
	type Json,
	listOf,
	mapOf,
} from "./constraint.ts";
import {
	dnsLabel,
	labelKey,
	labels,
	nameOfPort,
	portNumber,
	portOrName,
	searchDomains,
	variableName,
} from "./names.ts";
import { resources } from "./resources.ts";

/** Fields of a probe that define its action. */
const handlers = ["exec", "grpc", "httpGet", "tcpSocket"];

const weight = {
	value: (value: unknown) =>
		typeof value === "number" && (value < 1 || value > 100)
			? invalid(value, "not a weight", "use a number from 1 to 100")
			: undefined,
};

/** Constraints of pods and their parts. */
export const podConstraints: Constraints = {
	"core.v1.PodSpec": {
		fields: { nodeSelector: labels, hostname: dnsLabel },
	},
	"core.v1.Pod": {
		whole: ({ spec }) =>
			withoutVolume(mapOf(spec)).map((reason) => ({
				...reason,
				at: ["spec", ...reason.at],
			})),
	},
	"core.v1.Container": {
		fields: { name: dnsLabel },
		whole: ({ image, ports }) => [
			...(image === undefined || image === ""
				? [
						{
							code: "missing-field",
							at: ["image"],
							what: "is not set",
							help: "name an image with its version",
						} as const,
					]
				: []),
			...repeatedNames(ports),
		],
	},
	"core.v1.ContainerPort": {
		fields: {
			name: nameOfPort,
			containerPort: portNumber,
			hostPort: portNumber,
		},
	},
	"core.v1.EnvVar": {
		fields: { name: variableName },
		whole: ({ value, valueFrom }) =>
			isSet(value) && value !== "" && isSet(valueFrom)
				? [
						{
							code: "invalid-value",
							at: ["valueFrom"],
							what: "is set in addition to value",
							help: "remove one of the two",
						},
					]
				: [],
	},
	"core.v1.Probe": {
		whole: (probe) => {
			const given = handlers.filter((name) => isSet(probe[name]));
			if (given.length === 1) return [];
			return [
				{
					code: "invalid-value",
					at: [],
					what:
						given.length === 0
							? "has no action"
							: `has several actions: ${given.join(", ")}`,
					help: `set one of ${handlers.join(", ")}`,
				},
			];
		},
	},
	"core.v1.HTTPGetAction": { fields: { port: portOrName } },
	"core.v1.TCPSocketAction": { fields: { port: portOrName } },
	"core.v1.GRPCAction": { fields: { port: portNumber } },
	"core.v1.ResourceRequirements": resources,
	"core.v1.Volume": {
		fields: { name: dnsLabel },
		whole: ({ name: _, ...sources }) => {
			const given = Object.keys(sources).filter((key) => isSet(sources[key]));
			if (given.length < 2) return [];
			return [
				{
					code: "invalid-value",
					at: [],
					what: `has several sources: ${given.join(", ")}`,
					help: "remove all but one",
				},
			];
		},
	},
	"core.v1.VolumeMount": {
		fields: {
			subPath: {
				value: (value) =>
					typeof value === "string" &&
					(value.startsWith("/") || value.split("/").includes(".."))
						? invalid(
								value,
								"not a path inside the volume",
								"remove the leading / and ..",
							)
						: undefined,
			},
		},
	},
	"core.v1.Toleration": {
		whole: ({ key, operator = "Equal", value }) => {
			if (operator === "Exists" && isSet(value) && value !== "")
				return [
					{
						...invalid(
							value,
							"although its operator is Exists",
							"remove value, or set operator to Equal",
						),
						at: ["value"],
					},
				];
			return key === undefined && operator !== "Exists"
				? [
						{
							code: "missing-field",
							at: ["key"],
							what: "is not set",
							help: "set key, or set operator to Exists",
						},
					]
				: [];
		},
	},
	"core.v1.PreferredSchedulingTerm": { fields: { weight } },
	"core.v1.WeightedPodAffinityTerm": { fields: { weight } },
	"core.v1.NodeSelectorRequirement": {
		fields: { key: labelKey },
		whole: requirement,
	},
	"meta.v1.LabelSelectorRequirement": {
		fields: { key: labelKey },
		whole: requirement,
	},
	"core.v1.PodDNSConfig": { fields: { searches: searchDomains } },
};

/** Checks that In and NotIn have values, and Exists and DoesNotExist have none. */
function requirement({ operator, values }: Json): InnerReason[] {
	const given = Array.isArray(values) ? values.length : 0;
	const needsValues = operator === "In" || operator === "NotIn";
	const forbidsValues = operator === "Exists" || operator === "DoesNotExist";
	if (needsValues && given === 0)
		return [
			{
				code: "missing-field",
				at: ["values"],
				what: `is empty, although the operator is ${operator}`,
				help: "add a value",
			},
		];
	return forbidsValues && given > 0
		? [
				{
					code: "invalid-value",
					at: ["values"],
					what: `is set, although the operator is ${operator}`,
					help: "remove values",
				},
			]
		: [];
}

function repeatedNames(ports: unknown): InnerReason[] {
	const names = listOf(ports).map(({ name }) => name);
	return names.flatMap((name, index) =>
		name !== undefined && names.indexOf(name) < index
			? [
					{
						code: "duplicate-entry",
						at: ["ports", index, "name"],
						what: `is ${JSON.stringify(name)}, the name of an earlier port`,
						help: "give each port a different name",
					} as const,
				]
			: [],
	);
}

/** Finds mounts of volumes that the pod does not have; `further` lists volumes from its workload. */
export function withoutVolume(
	spec: Json,
	further: readonly unknown[] = [],
): InnerReason[] {
	const volumes = new Set([
		...listOf(spec.volumes).map(({ name }) => name),
		...further,
	]);
	return ["initContainers", "containers"].flatMap((list) =>
		listOf(spec[list]).flatMap((container, index) =>
			listOf(container.volumeMounts).flatMap(({ name }, mount) =>
				volumes.has(name)
					? []
					: [
							{
								code: "unknown-volume",
								at: [list, index, "volumeMounts", mount, "name"],
								what: `is ${JSON.stringify(name)}, which is not a volume of the pod`,
								help:
									volumes.size === 0
										? "add the volume to the pod"
										: `choose one of: ${[...volumes].join(", ")}`,
							} as const,
						],
			),
		),
	);
}
