import { fault, warning } from "@lab/core";
import { maxSecretBytes } from "@lab/kubernetes";
import type { Rule } from "./rule.ts";

const WARN_AT = 0.8 * maxSecretBytes;

/** Helm can record every release, for which it has one Secret. */
export const releaseTooLarge: Rule = {
	code: "release-too-large",
	check: (bundles) =>
		bundles.flatMap(({ name, source, bundle }) => {
			const bytes = bundle.props.helm?.creates?.bytes ?? 0;
			if (bytes < WARN_AT) return [];
			const share = Math.round((100 * bytes) / maxSecretBytes);
			// Environments differ by a few bytes, which would be two findings.
			const size = Math.round(bytes / 1000);
			const finding = {
				code: "release-too-large",
				what: `Helm's record of the release of ${name} has ${size} kB, ${share} % of what a Secret may have`,
				where: source,
				help: "leave out parts of the chart that the lab does not use: its next version may be too large to install",
			};
			return [bytes > maxSecretBytes ? fault(finding) : warning(finding)];
		}),
};
