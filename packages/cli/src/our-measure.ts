import type { RenderedTree } from "@lab/bundles";
import { bundleOf, type Measure, measure, recordedView } from "@lab/parity";

/** Measures our own tree, as rendered. */
export const ourMeasure = ({
	bundles,
}: Pick<RenderedTree, "bundles">): Measure =>
	measure(
		bundles.map(({ folder, fleetYaml, objects }) =>
			bundleOf({ folder, fleet: fleetYaml, objects }),
		),
		recordedView,
	);
