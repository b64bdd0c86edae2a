import { crdsLeftBehind } from "./crds-left-behind.ts";
import { immutableChange } from "./immutable-change.ts";
import type { UpdateRule } from "./rule.ts";
import { shrinkingVolume } from "./shrinking-volume.ts";
import { unsupportedUpgrade } from "./unsupported-upgrade.ts";

/** Every check of changes; a test fails if a file of this folder is not listed. */
export const updateRules: readonly UpdateRule[] = [
	crdsLeftBehind,
	immutableChange,
	shrinkingVolume,
	unsupportedUpgrade,
];
