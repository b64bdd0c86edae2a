import { ipAddress } from "./addresses.ts";
import {
	at,
	type Constraints,
	exactlyOne,
	type InnerReason,
	isSet,
	type Json,
	listOf,
	mapOf,
	notNegative,
} from "./constraint.ts";

/** Fields of a pod that a variable can have. */
const IN_VARIABLE =
	/^(metadata\.(name|namespace|uid|(labels|annotations)\['[^']+'\])|spec\.(nodeName|serviceAccountName)|status\.(hostIPs?|podIPs?))$/;

/** Fields of a pod that a file can have. */
const IN_FILE =
	/^metadata\.(name|namespace|uid|(labels|annotations)(\['[^']+'\])?)$/;

const RESOURCE =
	/^(limits|requests)\.(cpu|memory|ephemeral-storage|hugepages-\w+)$/;

/** Name of an image as container runtimes read it: an optional registry, lower-case parts, tag and digest. */
const IMAGE =
	/^([\w.-]+(:\d+)?\/)?[a-z0-9]+((\.|_{1,2}|-+|\/)[a-z0-9]+)*(:\w[\w.-]{0,127})?(@\w+:[0-9a-fA-F]{32,})?$/;

const handlers = ["exec", "httpGet", "sleep", "tcpSocket"] as const;
const probes = ["livenessProbe", "readinessProbe", "startupProbe"] as const;

/** Checks of containers, and of the parts of a pod that a container depends on. */
export const containerConstraints: Constraints = {
	"core.v1.Container": {
		whole: (container) => [
			...wrongImage(container),
			...probes.flatMap((name) => [
				...wrongThreshold(name, mapOf(container[name])),
				...unnamedPort([name], mapOf(container[name]), container),
			]),
			...["postStart", "preStop"].flatMap((name) =>
				unnamedPort(
					["lifecycle", name],
					mapOf(mapOf(container.lifecycle)[name]),
					container,
				),
			),
		],
	},
	"core.v1.PodSpec": {
		fields: { activeDeadlineSeconds: notNegative },
		whole: (spec) => [
			...(listOf(spec.containers).length === 0
				? [at(["containers"], "is empty", "add a container", "missing-field")]
				: []),
			...repeatedContainers(spec),
			...wrongHostPorts(spec),
			...(spec.dnsPolicy === "None" &&
			!isFilled(mapOf(spec.dnsConfig).nameservers)
				? [
						at(
							["dnsConfig", "nameservers"],
							"is empty, although dnsPolicy is None",
							"add a name server",
							"missing-field",
						),
					]
				: []),
		],
	},
	"core.v1.Probe": {
		fields: {
			failureThreshold: notNegative,
			initialDelaySeconds: notNegative,
			periodSeconds: notNegative,
			successThreshold: notNegative,
			timeoutSeconds: notNegative,
		},
	},
	"core.v1.LifecycleHandler": { whole: exactlyOne(...handlers) },
	"core.v1.EnvFromSource": { whole: exactlyOne("configMapRef", "secretRef") },
	"core.v1.EnvVarSource": {
		whole: (source) => [
			...exactlyOne(
				"configMapKeyRef",
				"fieldRef",
				"fileKeyRef",
				"resourceFieldRef",
				"secretKeyRef",
			)(source),
			...wrongField(source, IN_VARIABLE, "status.podIP"),
		],
	},
	"core.v1.DownwardAPIVolumeFile": {
		whole: (file) => wrongField(file, IN_FILE, "metadata.labels"),
	},
	"core.v1.HostAlias": { fields: { ip: ipAddress } },
	"core.v1.SecurityContext": {
		whole: ({ privileged, allowPrivilegeEscalation }) =>
			privileged === true && allowPrivilegeEscalation === false
				? [
						at(
							["allowPrivilegeEscalation"],
							"is false, although privileged is true",
							"remove one of the two",
						),
					]
				: [],
	},
	"core.v1.SeccompProfile": {
		whole: ({ type, localhostProfile }) =>
			(type === "Localhost") === isSet(localhostProfile)
				? []
				: [
						at(
							["localhostProfile"],
							type === "Localhost"
								? "is not set, although the type is Localhost"
								: `is set, although the type is ${type}`,
							type === "Localhost" ? "set it" : "remove it",
							type === "Localhost" ? "missing-field" : "invalid-value",
						),
					],
	},
	"core.v1.Sysctl": {
		whole: ({ name }) =>
			/^[a-z0-9]([-_a-z0-9]*[a-z0-9])?([./][a-z0-9]([-_a-z0-9]*[a-z0-9])?)*$/.test(
				String(name),
			)
				? []
				: [
						at(
							["name"],
							`is ${JSON.stringify(name)}, not the name of a kernel parameter`,
							"write it as net.core.somaxconn",
							"invalid-name",
						),
					],
	},
};

const isFilled = (list: unknown): boolean =>
	Array.isArray(list) && list.length > 0;

/** Finds an image that the API server takes, but no container runtime. */
function wrongImage({ image }: Json): InnerReason[] {
	if (typeof image !== "string" || image === "" || IMAGE.test(image)) return [];
	return [
		at(
			["image"],
			`is ${JSON.stringify(image)}, not a reference to an image`,
			"write it in lower case and without spaces, as example.org/name:1.2.3",
		),
	];
}

const wrongThreshold = (name: string, probe: Json): InnerReason[] =>
	name === "readinessProbe" ||
	probe.successThreshold === undefined ||
	probe.successThreshold === 1
		? []
		: [
				at(
					[name, "successThreshold"],
					`is ${probe.successThreshold}, but one success is enough for this probe`,
					"remove it, or set it to 1",
				),
			];

/** Finds a port by a name that the container does not give to any of its ports: the kubelet does not find it. */
function unnamedPort(
	path: readonly string[],
	handler: Json,
	{ ports }: Json,
): InnerReason[] {
	const names = listOf(ports).map(({ name }) => name);
	return ["httpGet", "tcpSocket"].flatMap((action) => {
		const { port } = mapOf(handler[action]);
		if (typeof port !== "string" || names.includes(port)) return [];
		return [
			at(
				[...path, action, "port"],
				`is ${JSON.stringify(port)}, which is not the name of a port of this container`,
				names.length === 0
					? "name a port of the container so, or use a number"
					: `choose one of: ${names.filter(Boolean).join(", ")}; or use a number`,
			),
		];
	});
}

function wrongField(
	{ fieldRef, resourceFieldRef }: Json,
	fields: RegExp,
	example: string,
): InnerReason[] {
	const { fieldPath } = mapOf(fieldRef);
	const { resource } = mapOf(resourceFieldRef);
	return [
		...(typeof fieldPath === "string" && !fields.test(fieldPath)
			? [
					at(
						["fieldRef", "fieldPath"],
						`is ${JSON.stringify(fieldPath)}, not a field that is available here`,
						`use a field such as metadata.name or ${example}`,
					),
				]
			: []),
		...(typeof resource === "string" && !RESOURCE.test(resource)
			? [
					at(
						["resourceFieldRef", "resource"],
						`is ${JSON.stringify(resource)}, not a resource of a container`,
						"use limits.cpu, limits.memory, requests.cpu, requests.memory or the like",
					),
				]
			: []),
	];
}

/** Finds init containers with the name of a container. */
function repeatedContainers(spec: Json): InnerReason[] {
	const names = new Set(listOf(spec.containers).map(({ name }) => name));
	return listOf(spec.initContainers).flatMap(({ name }, index) =>
		names.has(name)
			? [
					at(
						["initContainers", index, "name"],
						`is ${JSON.stringify(name)}, the name of a container too`,
						"give one of them another name",
						"duplicate-entry",
					),
				]
			: [],
	);
}

/** In the network of the node, a container listens on the port itself. */
function wrongHostPorts(spec: Json): InnerReason[] {
	if (spec.hostNetwork !== true) return [];
	return ["containers", "initContainers"].flatMap((list) =>
		listOf(spec[list]).flatMap((container, index) =>
			listOf(container.ports).flatMap(({ hostPort, containerPort }, port) =>
				isSet(hostPort) && hostPort !== containerPort
					? [
							at(
								[list, index, "ports", port, "hostPort"],
								`is ${hostPort}, but the pod uses the node's network, and the container's port is ${containerPort}`,
								"use one number for both, or remove hostPort",
							),
						]
					: [],
			),
		),
	);
}
