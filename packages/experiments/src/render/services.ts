import { add } from "@lab/bundles";
import { labels } from "@lab/record";
import type { Chart } from "cdk8s";
import type { Experiment } from "../experiment.ts";
import type { Group } from "../group.ts";

/** Adds one headless Service per service name, with the ports of all groups that use it. */
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
		add(scope, `service-${name}`, {
			apiVersion: "v1",
			kind: "Service",
			metadata: { name, labels: { [labels.experiment]: experiment } },
			spec: {
				clusterIP: "None",
				// Nodes resolve each other before they are ready.
				publishNotReadyAddresses: true,
				selector: { [labels.service]: name },
				ports: [...ports.values()].map((port) => ({
					name: port.name,
					port: port.port,
					protocol: port.protocol ?? "TCP",
				})),
			},
		});
	}
}
