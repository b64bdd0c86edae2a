import type { Command } from "./command.ts";

export interface Entry {
	readonly name: string;
	readonly summary: string;
	/** Loaded only when called, so that no command pays for another's imports. */
	readonly load: () => Promise<{ command: Command }>;
}

/** Every command of `pnpm lab`, `<noun> <verb>`. */
export const registry: readonly Entry[] = [
	{
		name: "synth",
		summary: "Render the Fleet bundles of the lab",
		load: () => import("./commands/synth.ts"),
	},
];
