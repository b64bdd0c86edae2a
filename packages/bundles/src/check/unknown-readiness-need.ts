import { type Finding, fault } from "@lab/core";
import { type ReadinessNeed, titleOfNeed } from "@lab/kubernetes";
import type { RenderedBundle } from "../render.ts";
import { waitingPods } from "./_readiness.ts";
import type { Rule } from "./rule.ts";

/** What pods wait for before they are ready is provided by a bundle. */
export const unknownReadinessNeed: Rule = {
	code: "unknown-readiness-need",
	check: (bundles) => {
		const named = new Map(bundles.map((entry) => [entry.name, entry]));
		return bundles.flatMap(waitingPods).flatMap(({ where, text, needs }) => {
			const report = (what: string, help: string): Finding =>
				fault({ code: "unknown-readiness-need", what, where, help });
			if (needs === undefined)
				return report(
					`'${text}' is not a list of <bundle>:<kind>/<name>`,
					"write the annotation with readyWith(...)",
				);
			return needs.flatMap((need) => {
				const provider = named.get(need.bundle);
				if (provider === undefined)
					return report(
						`pods wait for ${titleOfNeed(need)}, but no bundle is called '${need.bundle}'`,
						"name the bundle that provides it",
					);
				return mayProvide(provider, need)
					? []
					: report(
							`pods wait for ${titleOfNeed(need)}, which ${need.bundle} does not provide`,
							"name an object of that bundle, or the bundle that provides it",
						);
			});
		});
	},
};

/** Objects of a chart, and webhooks that a program registers, are not known here. */
function mayProvide(
	{ bundle, objects }: RenderedBundle,
	{ kind, name }: ReadinessNeed,
): boolean {
	if (bundle.props.helm !== undefined) return true;
	if (kind === "Secret")
		return JSON.stringify(objects).includes(JSON.stringify(name));
	return objects.some(
		(object) => object.kind === kind && object.metadata.name === name,
	);
}
