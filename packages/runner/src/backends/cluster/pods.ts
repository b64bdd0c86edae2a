import type { Plan } from "@lab/record";
import type { Node } from "../../backend.ts";
import type { Kubectl } from "./kubectl.ts";
import type { Reach } from "./reach.ts";

/** Only what is looked at: ten thousand pods as JSON are 80 MB. */
const COLUMNS = [
	"N:.metadata.name",
	"D:.metadata.deletionTimestamp",
	"P:.status.phase",
	'R:.status.conditions[?(@.type=="Ready")].status',
	"A:.status.podIP",
	"I:.status.containerStatuses[0].imageID",
	"H:.spec.nodeName",
].join(",");

/** The pods of a plan's groups. */
export async function listPods(
	kubectl: Kubectl,
	plan: Plan,
	reach: Reach,
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
					? [one.name, `${one.name}-0`].includes(name)
					: name.replace(/-\d+$/, "") === one.name,
			);
			if (group === undefined) return [];
			const running = phase === "Running" && deleted === "<none>";
			return [
				{
					name: name === group.name ? `${name}-0` : name,
					group: group.name,
					running,
					ready: running && ready === "True",
					urls: running
						? Object.fromEntries(
								group.ports.map((port) => [
									port.name,
									reach(name, address, port.port),
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
