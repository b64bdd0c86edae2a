import { fault } from "@lab/core";
import { shown, shrinks, valueChanges } from "./_chart-values.ts";
import { objectFindings } from "./_object-changes.ts";
import type { UpdateRule } from "./rule.ts";

const code = "shrinking-volume";

/** No volume shrinks, whether an object, a custom resource or a chart's value describes it. */
export const shrinkingVolume: UpdateRule = {
	code,
	check: (was, is) => [
		...objectFindings(code, was, is),
		...valueChanges(was, is)
			.filter(shrinks)
			.map((change) =>
				fault({
					code,
					what: `${change.path} of ${is.name} shrinks from ${shown(change.was)} to ${shown(change.is)}, and no volume can`,
					where: `${is.source}: helm.values.${change.path}`,
					help: "keep the size, or use a volume with a new name and copy the data",
				}),
			),
	],
};
