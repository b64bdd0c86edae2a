import type { Loss } from "./consequences.ts";

/** An object that does not become what the new tree says. */
export interface Refused extends Loss {
	readonly help: string;
}

/** What a cluster with the old tree would make of the new one. */
export interface UpgradeRehearsal {
	/** Bundles that differ. */
	readonly bundles: readonly string[];
	/** Number of objects that the API server was asked about. */
	readonly objects: number;
	/** Objects that the API server refuses. */
	readonly refused: readonly Refused[];
	readonly deleted: readonly Loss[];
	/** Objects that stay without an owner, or in an old version. */
	readonly orphaned: readonly Loss[];
	/** Size of the Secret in which Helm records each release, in bytes and as a share of what a Secret may have. */
	readonly releases: readonly {
		readonly bundle: string;
		readonly bytes: number;
		readonly share: number;
	}[];
	/** Bundles of which only a part was rehearsed. */
	readonly partly: readonly { readonly bundle: string; readonly why: string }[];
}

/** Rehearsal of trees that do not differ. */
export const nothingChanged: UpgradeRehearsal = {
	bundles: [],
	objects: 0,
	refused: [],
	deleted: [],
	orphaned: [],
	releases: [],
	partly: [],
};
