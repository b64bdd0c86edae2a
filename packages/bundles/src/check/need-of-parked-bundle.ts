import { fault } from "@lab/core";
import type { Rule } from "./rule.ts";

/** No bundle needs a parked one unless it is parked itself. */
export const needOfParkedBundle: Rule = {
	code: "need-of-parked-bundle",
	check: (bundles) =>
		bundles.flatMap(({ name, source, bundle }) =>
			(bundle.props.needs ?? [])
				.filter(
					({ props }) =>
						props.parkedUntil !== undefined &&
						bundle.props.parkedUntil === undefined,
				)
				.map((need) =>
					fault({
						code: "need-of-parked-bundle",
						what: `${name} needs ${need.name}, which is parked`,
						where: source,
						help: "park this one too, or remove the need: Fleet would wait for a bundle that targets no cluster",
					}),
				),
		),
};
