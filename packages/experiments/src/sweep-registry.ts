import type { Sweep } from "./sweep.ts";
import { connManagerASizes } from "./sweeps/connmanager-a-sizes.ts";
import { connManagerESizes } from "./sweeps/connmanager-e-sizes.ts";
import { gossipSizes } from "./sweeps/gossip-sizes.ts";

/** Every sweep. */
export const sweeps: readonly Sweep[] = [
	gossipSizes,
	connManagerASizes,
	connManagerESizes,
];
