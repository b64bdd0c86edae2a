import { fault } from "@lab/core";
import type { Rule } from "./rule.ts";

/** Every dependency is in the same tree: Fleet would wait forever for one that does not exist. */
export const unknownNeed: Rule = {
	code: "unknown-need",
	check: (bundles) => {
		const known = new Set(bundles.map(({ bundle }) => bundle));
		return bundles.flatMap(({ name, source, bundle }) =>
			(bundle.props.needs ?? [])
				.filter((need) => !known.has(need))
				.map((need) =>
					fault({
						code: "unknown-need",
						what: `${name} needs ${need.name}, which is not in this tree`,
						where: source,
						help: "add that bundle to the same tree, or remove the need",
					}),
				),
		);
	},
};
