import type { EnvironmentName } from "@lab/lab";

/** Folder of each environment's rendered tree, relative to the root of the repository. */
export const treeFolders = {
	vaclab: "fleet",
	local: "local-lab/fleet",
} as const satisfies Record<EnvironmentName, string>;
