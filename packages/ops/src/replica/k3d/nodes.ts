import { bandwidthOf, type LabNode, nodes, withRole } from "@lab/lab";
import type { KubeApi } from "../kube-api.ts";
import { CLUSTER } from "./config.ts";

/** The containers of k3d, and the machines of the lab that they stand for. */
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

/** Gives each container what only the API server may give: roles, and bandwidth to promise. */
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
