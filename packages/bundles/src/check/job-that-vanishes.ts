import { fault } from "@lab/core";
import type { Rule } from "./rule.ts";

/** No Job deletes itself, since Fleet would then report the bundle as Modified forever. */
export const jobThatVanishes: Rule = {
	code: "job-that-vanishes",
	check: (bundles) =>
		bundles.flatMap(({ name, source, objects }) =>
			objects
				.filter(
					({ kind, spec }) =>
						kind === "Job" &&
						(spec as { ttlSecondsAfterFinished?: number } | undefined)
							?.ttlSecondsAfterFinished !== undefined,
				)
				.map(({ metadata }) =>
					fault({
						code: "job-that-vanishes",
						what: `the Job ${metadata.name} of ${name} deletes itself`,
						where: source,
						help: "remove ttlSecondsAfterFinished, or use a CronJob",
					}),
				),
		),
};
