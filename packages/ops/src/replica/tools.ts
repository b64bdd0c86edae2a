import { ensureTools } from "../toolchain/ensure.ts";
import type { Progress } from "../toolchain/progress.ts";
import { controlPlaneTools } from "./control-plane.ts";
import { fleetTools } from "./fleet-services.ts";
import { victoriaTools } from "./victoria-services.ts";

const names = [...controlPlaneTools, ...fleetTools, ...victoriaTools] as const;

/** Every program of the replica, found or got. */
export const replicaTools = (progress: Progress, signal?: AbortSignal) =>
	ensureTools(names, {
		progress,
		...(signal === undefined ? {} : { signal }),
	});

export type ReplicaTools = Awaited<ReturnType<typeof replicaTools>>;
