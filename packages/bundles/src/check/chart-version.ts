import { fault } from "@lab/core";
import type { Rule } from "./rule.ts";

/** Every chart is pinned, since Fleet would resolve a range again at each commit. */
export const chartVersion: Rule = {
	code: "chart-version",
	check: (bundles) =>
		bundles.flatMap(({ name, source, bundle }) => {
			const version = bundle.props.helm?.version;
			if (
				version === undefined ||
				/^v?\d+\.\d+\.\d+(-[\w.]+)?(\+[\w.]+)?$/.test(version)
			) {
				return [];
			}
			return [
				fault({
					code: "chart-version",
					what: `${name} uses version '${version}' of its chart, which is not exact`,
					where: source,
					help: "pin an exact version",
				}),
			];
		}),
};
