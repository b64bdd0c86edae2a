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
		name: "bench",
		summary: "Measure speed and memory, each beside a floor or a peer",
		load: () => import("./commands/bench.ts"),
	},
	{
		name: "synth",
		summary: "Render the Fleet bundles of the lab",
		load: () => import("./commands/synth.ts"),
	},
	{
		name: "tools ensure",
		summary: "Get outside programs: find, download or build them",
		load: () => import("./commands/tools-ensure.ts"),
	},
	{
		name: "tools list",
		summary: "Show the outside programs, and where each comes from",
		load: () => import("./commands/tools-list.ts"),
	},
	{
		name: "tools path",
		summary: "Print the path of an outside program that is on this machine",
		load: () => import("./commands/tools-path.ts"),
	},
];
