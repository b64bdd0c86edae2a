import type { Finding } from "@lab/core";
import type { ReadObject } from "@lab/kubernetes";
import type { FleetYaml } from "../fleet-yaml.ts";
import type { RenderedBundle } from "../render.ts";

/** A bundle of the last commit, which the cluster has. */
export interface CommittedBundle {
	readonly fleetYaml: FleetYaml;
	/** Objects by identity. */
	readonly objects: ReadonlyMap<string, ReadObject>;
}

/** Check of the change from a committed bundle to a rendered one. */
export interface UpdateRule {
	/** Code of its findings; also the name of its file and of its fixture. */
	readonly code: string;
	/** Returns all findings and throws nothing. Pure. */
	readonly check: (was: CommittedBundle, is: RenderedBundle) => Finding[];
}
