import { fault } from "@lab/core";
import type { Rule } from "./rule.ts";

const exact = /^v?\d+\.\d+\.\d+(-[0-9A-Za-z.-]+)?(\+[0-9A-Za-z.-]+)?$/;

/** Every chart is pinned to one version, written as a string. */
export const chartWithoutExactVersion: Rule = {
	code: "chart-without-exact-version",
	check({ charts }) {
		return Object.entries(charts)
			.filter(
				// A version read from YAML may be a number, and 1.10 would become 1.1.
				([, { version }]) =>
					typeof version !== "string" || !exact.test(version),
			)
			.map(([key, { name, version }]) =>
				fault({
					code: "chart-without-exact-version",
					what: `chart ${name} has version ${JSON.stringify(version)}, which is not an exact version`,
					where: `charts.${key}.version`,
					help: "write major.minor.patch in quotes, so that every rendering uses the same chart",
				}),
			);
	},
};
