import type { Container, PodSpec, Probe, VolumeMount } from "@lab/kubernetes";
import { bandwidth, type Environment, place } from "@lab/lab";
import type { Group, ReadinessCheck, SideContainer } from "../group.ts";
import { imageOf, pulledAs } from "../images.ts";
import { keyOf } from "./config-map-key.ts";
import { linkContainer } from "./link.ts";

/** Environment of every node: the ordinal in its pod's name is its identity. */
const identity = { POD_NAME: "metadata.name" } as const;

/**
 * Renders the pod spec of a group's nodes.
 *
 * @param files name of the ConfigMap with the group's files
 * @param namespace namespace of the pod
 */
export function podSpec(
	group: Group,
	{ reserves, supports }: Environment,
	files: string | undefined,
	namespace: string,
): PodSpec {
	const { pod = {}, image, requests, limits } = group;
	const shared = (pod.shared ?? []).map((mountPath, index) => ({
		name: `shared-${index}`,
		mountPath,
	}));
	const mounts = [
		...Object.keys(pod.files ?? {}).map((path) => ({
			name: "files",
			mountPath: path,
			subPath: keyOf(path),
		})),
		...shared,
		...(pod.claim ? [{ name: "claim", mountPath: pod.claim.path }] : []),
	];
	const volumes = [
		...(files === undefined
			? []
			: [{ name: "files", configMap: { name: files } }]),
		...shared.map(({ name }) => ({ name, emptyDir: {} })),
		...(pod.claim
			? [
					{
						name: "claim",
						persistentVolumeClaim: { claimName: pod.claim.name },
					},
				]
			: []),
	];
	const initContainers = [
		...linkContainer(pod.link),
		...(pod.initContainers ?? []).map((one) =>
			sideContainer(one, reserves, shared),
		),
	];
	return {
		...(pod.placement === undefined ? {} : place(pod.placement)),
		...(pod.megabitsPerSecond !== undefined &&
			supports.bandwidthLimits.available && {
				schedulerName: bandwidth.schedulerName,
			}),
		...(pod.spread === true && {
			topologySpreadConstraints: [
				{
					maxSkew: 1,
					topologyKey: "kubernetes.io/hostname",
					whenUnsatisfiable: "DoNotSchedule",
					labelSelector: {
						matchLabels: { "app.kubernetes.io/name": group.name },
					},
				},
			],
		}),
		...(pod.account === undefined
			? { automountServiceAccountToken: false }
			: { serviceAccountName: pod.account }),
		enableServiceLinks: false,
		terminationGracePeriodSeconds: 5,
		...(pod.restart && { restartPolicy: pod.restart }),
		...(pod.searches && {
			dnsConfig: {
				searches: pod.searches.map(
					(service) => `${service}.${namespace}.svc.cluster.local`,
				),
			},
		}),
		...(initContainers.length > 0 && { initContainers }),
		containers: [
			{
				name: group.container,
				image: pulledAs(image),
				imagePullPolicy: "IfNotPresent",
				...(group.command && { command: group.command }),
				...(group.args.length > 0 && { args: group.args }),
				env: [
					// First, so that later values can reference them: `$(IP)`.
					...Object.entries({ ...identity, ...pod.env }).map(
						([name, fieldPath]) => ({
							name,
							valueFrom: { fieldRef: { fieldPath } },
						}),
					),
					...variables(group.env),
				],
				ports: portsOf(group.ports),
				...(pod.ready && { readinessProbe: probe(pod.ready) }),
				resources: resourcesOf(reserves, requests, limits),
				...(pod.security !== undefined && { securityContext: pod.security }),
				...(mounts.length > 0 && { volumeMounts: mounts }),
			},
			...(pod.sidecars ?? []).map((one) =>
				sideContainer(one, reserves, shared),
			),
		],
		...(volumes.length > 0 && { volumes }),
	};
}

const sideContainer = (
	{
		name,
		image,
		command,
		args,
		env = {},
		ports,
		requests,
		limits,
		ready,
	}: SideContainer,
	reserves: boolean,
	shared: readonly VolumeMount[],
): Container => ({
	name,
	image: pulledAs(imageOf(image)),
	imagePullPolicy: "IfNotPresent",
	...(command && { command }),
	...(args && { args }),
	...(Object.keys(env).length > 0 && { env: variables(env) }),
	...(ports && { ports: portsOf(ports) }),
	...(ready && { readinessProbe: probe(ready) }),
	...((requests || limits) && {
		resources: resourcesOf(reserves, requests, limits),
	}),
	...(shared.length > 0 && { volumeMounts: shared }),
});

const variables = (env: Readonly<Record<string, string>>) =>
	Object.entries(env).map(([name, value]) => ({ name, value }));

const portsOf = (ports: Group["ports"]) =>
	ports.map((port) => ({
		name: port.name,
		containerPort: port.port,
		protocol: port.protocol ?? "TCP",
	}));

function probe({ check, ...timing }: ReadinessCheck): Probe {
	if ("httpPath" in check) {
		return { httpGet: { path: check.httpPath, port: check.port }, ...timing };
	}
	return "tcpPort" in check
		? { tcpSocket: { port: check.tcpPort }, ...timing }
		: { exec: { command: check.command }, ...timing };
}

/** Requests and limits of a container. Environments that reserve nothing omit the requests. */
export const resourcesOf = (
	reserves: boolean,
	requests: Group["limits"],
	limits: Group["limits"],
) => ({
	...(reserves && requests && { requests: quantities(requests) }),
	...(limits && { limits: quantities(limits) }),
});

const quantities = ({
	cpuMillis,
	memoryBytes,
}: NonNullable<Group["limits"]>) => ({
	cpu: `${cpuMillis}m`,
	// A fraction of a byte is no amount of memory.
	memory:
		memoryBytes % 2 ** 20 === 0
			? `${memoryBytes / 2 ** 20}Mi`
			: String(memoryBytes),
});
