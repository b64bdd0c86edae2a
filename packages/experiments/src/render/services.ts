import { labels } from "@lab/lab";
import { ApiObject, type Chart } from "cdk8s";
import type { Experiment } from "../experiment.ts";
import type { Group } from "../group.ts";

/** Says of which headless service a pod is an address. */
export const SERVICE_LABEL = "lab.vac.dev/service";

/** One headless service for each name that groups share, with all their ports. */
export function addServices(
	scope: Chart,
	{ name: experiment }: Pick<Experiment, "name">,
	groups: readonly Group[],
): void {
	const names = new Set(
		groups.flatMap(({ service }) => (service === undefined ? [] : [service])),
	);
	for (const name of names) {
		const ports = new Map(
			groups
				.filter(({ service }) => service === name)
				.flatMap((group) =>
					group.ports.map((port) => [port.name, port] as const),
				),
		);
		new ApiObject(scope, `service-${name}`, {
			apiVersion: "v1",
			kind: "Service",
			metadata: { name, labels: { [labels.experiment]: experiment } },
			spec: {
				clusterIP: "None",
				// Nodes look for each other before they are ready.
				publishNotReadyAddresses: true,
				selector: { [SERVICE_LABEL]: name },
				ports: [...ports.values()].map((port) => ({
					name: port.name,
					port: port.port,
					protocol: port.protocol ?? "TCP",
				})),
			},
		});
	}
}
