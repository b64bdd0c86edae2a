import type { WrittenObject } from "@lab/kubernetes";
import {
	bandwidthOf,
	type LabNode,
	networks,
	shortName,
	toMbps,
} from "@lab/lab";

/** Node simulated by KWOK for a machine of the lab, with the same labels, taints and capacity. */
export function nodeObject(node: LabNode) {
	const room = {
		cpu: String(node.cpu),
		memory: node.memory,
		pods: String(node.maxPods),
		"ephemeral-storage": node.disks[0]?.size ?? "100Gi",
		...Object.fromEntries(
			Object.entries(bandwidthOf(node)).map(([name, mbps]) => [
				name,
				String(mbps),
			]),
		),
	};
	return {
		apiVersion: "v1",
		kind: "Node",
		metadata: {
			name: node.name,
			labels: {
				"kubernetes.io/hostname": node.name,
				"kubernetes.io/os": "linux",
				"kubernetes.io/arch": "amd64",
				"topology.kubernetes.io/region": node.site,
				type: "kwok",
				...(node.roles.includes("server") && {
					"node-role.kubernetes.io/control-plane": "true",
				}),
				...node.labels,
			},
			annotations: {
				"kwok.x-k8s.io/node": "fake",
				"vaclab.org/nic-mbps": String(toMbps(node.nic)),
			},
		},
		spec: {
			taints: node.taints,
			providerID: `kwok://${shortName(node)}`,
			podCIDR: podRange(node),
		},
		status: {
			allocatable: room,
			capacity: room,
			addresses: [
				{ type: "InternalIP", address: node.address },
				{ type: "Hostname", address: node.name },
			],
		},
	} satisfies WrittenObject & { readonly status: object };
}

/** Node with a status, which we write ourselves because no kubelet reports it. */
export type NodeObject = ReturnType<typeof nodeObject>;

/** Pod CIDR of a node, from which KWOK takes addresses; sized as in the lab. */
function podRange({ address }: LabNode): string {
	const last = Number(address.split(".").at(-1));
	const site = address.startsWith("198.") ? 8 : 0;
	const size = 2 ** (32 - networks.podsPerNodePrefix);
	const start = ((last - 1 + site) * size) % 65_536;
	const [first, second] = networks.pods.split(".");
	return `${first}.${second}.${Math.floor(start / 256)}.0/${networks.podsPerNodePrefix}`;
}
