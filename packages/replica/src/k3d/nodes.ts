import { bandwidthOf, type LabNode, nodes, withRole } from "@lab/lab";
import type { KubeApi } from "../access/kube-api.ts";
import { CLUSTER } from "./config.ts";

/** Machine of the lab by the name of the k3d container that represents it. */
export function containersOf(
	among: readonly LabNode[] = nodes,
): ReadonlyMap<string, LabNode> {
	const [server, ...others] = withRole("server", among);
	const agents = among.filter(
		(node) => node !== server && !others.includes(node),
	);
	return new Map([
		...(server === undefined
			? []
			: [[`k3d-${CLUSTER}-server-0`, server] as const]),
		...agents.map(
			(node, index) => [`k3d-${CLUSTER}-agent-${index}`, node] as const,
		),
	]);
}

/** Sets what a kubelet cannot set on its own node: roles and schedulable bandwidth. */
export async function shapeNodes(api: KubeApi): Promise<void> {
	await Promise.all(
		[...containersOf()].map(async ([name, node]) => {
			const object = { apiVersion: "v1", kind: "Node", metadata: { name } };
			if ((await api.get(object)) === undefined) return;
			const bandwidth = Object.fromEntries(
				Object.entries(bandwidthOf(node)).map(([resource, mbps]) => [
					resource,
					String(mbps),
				]),
			);
			await api.patch(object, { metadata: { labels: node.labels } });
			await api.patch(object, { status: { capacity: bandwidth } }, "/status");
		}),
	);
}
