import { fault } from "@lab/core";
import type { Rule } from "./rule.ts";

/** No bundle is empty: Fleet skips it, and bundles that need it wait forever. */
export const emptyBundle: Rule = {
	code: "empty-bundle",
	check: (bundles) =>
		bundles
			.filter(
				({ bundle, objects }) =>
					bundle.props.helm === undefined && objects.length === 0,
			)
			.map(({ name, source }) =>
				fault({
					code: "empty-bundle",
					what: `${name} has neither objects nor a chart`,
					where: source,
					help: "add some, or remove it from the registry",
				}),
			),
};
