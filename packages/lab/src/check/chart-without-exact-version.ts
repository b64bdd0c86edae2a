import { fault } from "@lab/core";
import type { Rule } from "./rule.ts";

const exact = /^v?\d+\.\d+\.\d+(-[0-9A-Za-z.-]+)?(\+[0-9A-Za-z.-]+)?$/;

/** Every chart is pinned to one version, written as text. */
export const chartWithoutExactVersion: Rule = {
	code: "chart-without-exact-version",
	check({ charts }) {
		return Object.entries(charts)
			.filter(
				// A version read from a file may be a number there: 1.10 is then 1.1.
				([, { version }]) =>
					typeof version !== "string" || !exact.test(version),
			)
			.map(([key, { name, version }]) =>
				fault({
					code: "chart-without-exact-version",
					what: `chart ${name} has version ${JSON.stringify(version)}, which is not one exact version`,
					where: `charts.${key}.version`,
					help: "write major.minor.patch in quotes: two renderings must get the same chart",
				}),
			);
	},
};
