import { bandwidth, type Environment, place } from "@lab/lab";
import type { Group, Probe } from "../group.ts";
import { images } from "../images.ts";
import { keyOf } from "./group-objects.ts";

/** What every node has of its pod: the ordinal in its name is its identity. */
const identity = { POD_NAME: "metadata.name" } as const;

/** @param files name of the ConfigMap with the group's files */
export function podSpec(
	group: Group,
	{ reserves, served }: Environment,
	files: string | undefined,
): object {
	const { pod = {}, image, requests, limits } = group;
	const mounts = [
		...Object.keys(pod.files ?? {}).map((path) => ({
			name: "files",
			mountPath: path,
			subPath: keyOf(path),
		})),
		...(pod.shared === undefined
			? []
			: [{ name: "shared", mountPath: pod.shared }]),
	];
	const volumes = [
		...(files === undefined
			? []
			: [{ name: "files", configMap: { name: files } }]),
		...(pod.shared === undefined ? [] : [{ name: "shared", emptyDir: {} }]),
	];
	const first = [...shaping(pod.shaping), ...(pod.before ?? [])];
	return {
		...(pod.placement === undefined ? {} : place(pod.placement)),
		...(pod.megabitsPerSecond !== undefined &&
			served.bandwidthLimits.here && {
				schedulerName: bandwidth.schedulerName,
			}),
		automountServiceAccountToken: false,
		enableServiceLinks: false,
		terminationGracePeriodSeconds: 5,
		...(first.length > 0 && {
			initContainers: first.map((container) => ({
				...container,
				...(pod.shared !== undefined && {
					volumeMounts: [{ name: "shared", mountPath: pod.shared }],
				}),
			})),
		}),
		containers: [
			{
				name: group.container,
				image:
					image.digest === undefined
						? image.reference
						: `${image.reference}@${image.digest}`,
				imagePullPolicy: "IfNotPresent",
				...(group.command && { command: group.command }),
				...(group.args.length > 0 && { args: group.args }),
				env: [
					...Object.entries(group.env).map(([name, value]) => ({
						name,
						value,
					})),
					...Object.entries({ ...identity, ...pod.env }).map(
						([name, fieldPath]) => ({
							name,
							valueFrom: { fieldRef: { fieldPath } },
						}),
					),
				],
				ports: group.ports.map((port) => ({
					name: port.name,
					containerPort: port.port,
					protocol: port.protocol ?? "TCP",
				})),
				...(pod.ready && { readinessProbe: probe(pod.ready) }),
				resources: {
					...(reserves && { requests: quantities(requests) }),
					...(limits && { limits: quantities(limits) }),
				},
				...(mounts.length > 0 && { volumeMounts: mounts }),
			},
		],
		...(volumes.length > 0 && { volumes }),
	};
}

function shaping(words: string | undefined): object[] {
	if (words === undefined) return [];
	return [
		{
			name: "shape-link",
			image: images.trafficControl,
			securityContext: { capabilities: { add: ["NET_ADMIN"] } },
			command: ["tc", "qdisc", "add", "dev", "eth0", "root"],
			args: words.split(" "),
		},
	];
}

function probe({ check, ...timing }: Probe): object {
	if ("httpPath" in check) {
		return { httpGet: { path: check.httpPath, port: check.port }, ...timing };
	}
	return "tcpPort" in check
		? { tcpSocket: { port: check.tcpPort }, ...timing }
		: { exec: { command: check.command }, ...timing };
}

const quantities = ({
	cpuMillis,
	memoryBytes,
}: {
	readonly cpuMillis: number;
	readonly memoryBytes: number;
}) => ({ cpu: `${cpuMillis}m`, memory: `${memoryBytes / 2 ** 20}Mi` });
