import { LabError, suggestion } from "@lab/core";
import type { Experiment } from "./experiment.ts";
import { gossipLossy } from "./scenarios/gossip-lossy.ts";
import { gossipRefused } from "./scenarios/gossip-refused.ts";
import { gossipSmoke } from "./scenarios/gossip-smoke.ts";

/** Every experiment and scenario, by the name that a person types. */
export const experiments: readonly Experiment[] = [
	gossipSmoke,
	gossipLossy,
	gossipRefused,
];

/** @throws LabError `unknown-experiment`, with the nearest name */
export function findExperiment(name: string): Experiment {
	const found = experiments.find((experiment) => experiment.name === name);
	if (found !== undefined) return found;
	throw new LabError({
		code: "unknown-experiment",
		what: `there is no experiment '${name}'`,
		where: "the name",
		help: suggestion(
			name,
			experiments.map((experiment) => experiment.name),
		),
	});
}
