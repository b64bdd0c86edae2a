import { fault } from "@lab/core";
import { groupKindOf, namespaceOf, titleOf } from "@lab/kubernetes";
import { entriesOf, isName, mapOf } from "../references/reference.ts";
import { selects } from "../references/selector.ts";
import { placeOf } from "./_places.ts";
import { providedOf, referenceRule } from "./_references.ts";
import type { Rule } from "./rule.ts";

const { code, check: portsOfServices } = referenceRule("unknown-port");

/** Every port of a Service that is named exists, and so does every container port that a Service names. */
export const unknownPort: Rule = {
	code,
	check: (bundles, platform) => [
		...portsOfServices(bundles, platform),
		...(platform.objects === undefined
			? []
			: bundles.flatMap((entry) =>
					entry.objects
						.filter((object) => groupKindOf(object) === "Service")
						.flatMap((object) => {
							const { selector, ports } = mapOf(object.spec);
							const matchLabels = mapOf(selector);
							if (Object.keys(matchLabels).length === 0) return [];
							const selected = providedOf(bundles, platform)
								.pods(namespaceOf(object, entry.namespace) ?? "")
								.filter((pods) => selects({ matchLabels }, pods));
							return entriesOf(ports)
								.filter(
									([, { targetPort }]) =>
										isName(targetPort) &&
										selected.length > 0 &&
										selected.every(
											({ ports: names }) => names?.has(targetPort) === false,
										),
								)
								.map(([index, { targetPort }]) =>
									fault({
										code,
										what: `${titleOf(object)} leads to port ${targetPort}, which no container of its pods has`,
										where: placeOf(
											entry,
											object,
											`spec.ports[${index}].targetPort`,
										),
										help: "name that port in the container, or use its number",
									}),
								);
						}),
				)),
	],
};
