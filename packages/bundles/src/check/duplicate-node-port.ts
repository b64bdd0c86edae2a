import { fault } from "@lab/core";
import {
	groupKindOf,
	namespaceOf,
	type ReadObject,
	titleOf,
} from "@lab/kubernetes";
import type { Bundle } from "../bundle.ts";
import type { Platform } from "../platform.ts";
import { entriesOf, mapOf } from "../references/reference.ts";
import { eachObject } from "./_objects.ts";
import { placeOf } from "./_places.ts";
import type { Rule } from "./rule.ts";

/** A port that something takes on every node. */
interface Taken {
	/** `TCP node port 31000`, `TCP port 80`. */
	readonly port: string;
	readonly at: string;
}

/** No port of the nodes is given away twice: the API server refuses a node port, and pods with a port of a node stay pending. */
export const duplicateNodePort: Rule = {
	code: "duplicate-node-port",
	check: (bundles, platform) => {
		const owners = new Map<string, { owner: string; parked?: Bundle }>();
		for (const object of platform.objects ?? [])
			for (const { port } of takenBy(object, platform))
				owners.set(port, { owner: `${titleOf(object)} of the platform` });
		return eachObject(bundles, (object, entry) => {
			const { bundle } = entry;
			const parked = bundle.props.parkedUntil && bundle;
			return takenBy(object, platform).flatMap(({ port, at }) => {
				const first = owners.get(port);
				if (first === undefined)
					owners.set(port, {
						owner: `${titleOf(object)} of ${namespaceOf(object, entry.namespace)}`,
						...(parked && { parked }),
					});
				// Only one parked bundle runs at a time.
				if (
					first === undefined ||
					(parked && first.parked && first.parked !== parked)
				)
					return [];
				return [
					fault({
						code: "duplicate-node-port",
						what: `${titleOf(object)} takes the ${port} of every node, which ${first.owner} has`,
						where: placeOf(entry, object, at),
						help: port.includes("node port")
							? "choose another one from 30000 to 32767, or leave it out"
							: "choose another port, or reach the Service through the proxy",
					}),
				];
			});
		});
	},
};

function takenBy(object: ReadObject, { balancesOnNodes }: Platform): Taken[] {
	const spec = mapOf(object.spec);
	switch (groupKindOf(object)) {
		case "Service":
			return entriesOf(spec.ports).flatMap(
				([index, { port, nodePort, protocol = "TCP" }]) => [
					...(typeof nodePort === "number"
						? [
								{
									port: `${protocol} node port ${nodePort}`,
									at: `spec.ports[${index}].nodePort`,
								},
							]
						: []),
					...(balancesOnNodes === true &&
					spec.type === "LoadBalancer" &&
					spec.loadBalancerClass === undefined
						? [{ port: `${protocol} port ${port}`, at: `spec.ports[${index}]` }]
						: []),
				],
			);
		case "DaemonSet.apps": {
			const pod = mapOf(mapOf(spec.template).spec);
			// On some of the nodes only, its pods may never meet others.
			if (pod.nodeSelector !== undefined || pod.affinity !== undefined)
				return [];
			return entriesOf(pod.containers).flatMap(([container, { ports }]) =>
				entriesOf(ports).flatMap(
					([index, { hostPort, containerPort, protocol = "TCP" }]) => {
						const port =
							hostPort ??
							(pod.hostNetwork === true ? containerPort : undefined);
						return port === undefined
							? []
							: [
									{
										port: `${protocol} port ${port}`,
										at: `spec.template.spec.containers[${container}].ports[${index}]`,
									},
								];
					},
				),
			);
		}
		default:
			return [];
	}
}
