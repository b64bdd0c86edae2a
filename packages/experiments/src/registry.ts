import { LabError, suggestion } from "@lab/core";
import type { Experiment } from "./experiment.ts";
import { gossipLossy } from "./scenarios/gossip-lossy.ts";
import { gossipRefused } from "./scenarios/gossip-refused.ts";
import { gossipSmoke } from "./scenarios/gossip-smoke.ts";
import { nimlibp2p } from "./scenarios/nimlibp2p.ts";
import { nimlibp2pChurn } from "./scenarios/nimlibp2p-churn.ts";
import { nimlibp2pDegraded } from "./scenarios/nimlibp2p-degraded.ts";
import { nimlibp2pKad } from "./scenarios/nimlibp2p-kad.ts";
import { nimlibp2pMplex } from "./scenarios/nimlibp2p-mplex.ts";
import { nimlibp2pPartition } from "./scenarios/nimlibp2p-partition.ts";
import { nimlibp2pQuic } from "./scenarios/nimlibp2p-quic.ts";
import { wakuRelay } from "./scenarios/waku-relay.ts";

/** Every experiment and scenario, by the name that a person types. */
export const experiments: readonly Experiment[] = [
	gossipSmoke,
	gossipLossy,
	gossipRefused,
	nimlibp2p,
	nimlibp2pQuic,
	nimlibp2pMplex,
	nimlibp2pKad,
	nimlibp2pDegraded,
	nimlibp2pChurn,
	nimlibp2pPartition,
	wakuRelay,
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
