import type { Step } from "./adoption.ts";
import { certificates } from "./certificates.ts";
import { crds } from "./crds.ts";
import { fleetVersion } from "./fleet-version.ts";
import { immutableObjects } from "./immutable-objects.ts";
import { leftovers } from "./leftovers.ts";
import { keepResources, releaseBundles } from "./old-bundles.ts";
import { secrets } from "./secrets.ts";

/** The steps of an adoption, in the order in which they are taken. */
export const steps: readonly Step[] = [
	fleetVersion,
	secrets,
	certificates,
	crds,
	keepResources,
	releaseBundles,
	immutableObjects,
	leftovers,
];
