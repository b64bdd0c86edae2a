import { groupOf, nodeNameOf, type Plan } from "@lab/record";
import type { Node } from "../../backend.ts";
import type { Kubectl } from "./kubectl.ts";
import type { PodUrl } from "./pod-url.ts";

/** Only the fields in use: ten thousand pods as JSON are 80 MB. */
const COLUMNS = [
	"N:.metadata.name",
	"D:.metadata.deletionTimestamp",
	"P:.status.phase",
	'R:.status.conditions[?(@.type=="Ready")].status',
	"A:.status.podIP",
	"I:.status.containerStatuses[0].imageID",
	"H:.spec.nodeName",
].join(",");

/** Nodes of a plan, from the pods of its groups. */
export async function listPods(
	kubectl: Kubectl,
	plan: Plan,
	podUrl: PodUrl,
	signal: AbortSignal,
): Promise<Node[]> {
	const text = await kubectl.run(
		[
			"-n",
			plan.namespace,
			"get",
			"pods",
			"--no-headers",
			"-o",
			`custom-columns=${COLUMNS}`,
		],
		{ signal },
	);
	return text
		.split("\n")
		.filter((line) => line.trim() !== "")
		.flatMap((line): Node[] => {
			const [name = "", deleted, phase, ready, address = "", image = "", host] =
				line.trim().split(/\s+/);
			const group = plan.groups.find((one) =>
				one.kind === "Pod" && one.replicas === 1
					? [one.name, nodeNameOf(one.name, 0)].includes(name)
					: groupOf(name) === one.name,
			);
			if (group === undefined) return [];
			const running = phase === "Running" && deleted === "<none>";
			return [
				{
					name: name === group.name ? nodeNameOf(name, 0) : name,
					group: group.name,
					running,
					ready: running && ready === "True",
					urls: running
						? Object.fromEntries(
								group.ports.map((port) => [
									port.name,
									podUrl(name, address, port.port),
								]),
							)
						: {},
					...(running && address !== "<none>" && { address }),
					...(image.includes("@sha256:")
						? { image: image.slice(image.indexOf("sha256:")) }
						: {}),
					...(host === undefined || host === "<none>" ? {} : { host }),
				},
			];
		});
}
