import { fault } from "@lab/core";
import type { Check } from "./check.ts";

/** Every chart is pinned: Fleet would resolve a range anew at each commit. */
export const chartVersion: Check = (bundles) =>
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
				what: `${name} asks for version '${version}' of its chart`,
				where: source,
				help: "pin one exact version",
			}),
		];
	});
