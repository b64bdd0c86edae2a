import type { ReadObject } from "@lab/kubernetes";
import { readChartFacts, readReleaseFacts } from "@lab/lab";
import type { Bundle, Release } from "../bundle.ts";
import type { ChartView } from "./measure.ts";

/** What the repository has recorded of a release's chart: its defaults, and the names of what it creates. */
export function recordedView(
	{ folder }: Bundle,
	{ chart: name, version, values }: Release,
): ChartView {
	const facts = readChartFacts({ name, version });
	// Bundles are called like the components that they come from.
	const created = readReleaseFacts(folder, { name, version }, values);
	return {
		how: created === undefined ? "values" : "recorded",
		...(created?.exact === false && { why: "its values have changed since" }),
		objects: created?.objects ?? [],
		...(facts && { facts }),
	};
}

/** Whether an object exists only while Helm installs a release. */
export const isHook = ({ metadata }: ReadObject): boolean =>
	metadata.annotations?.["helm.sh/hook"] !== undefined;
