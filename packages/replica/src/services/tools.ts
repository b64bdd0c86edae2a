import type { Progress } from "@lab/core";
import { ensureTools } from "@lab/toolchain";
import { controlPlaneTools } from "./control-plane.ts";
import { fleetTools } from "./fleet-services.ts";
import { victoriaTools } from "./victoria-services.ts";

const names = [...controlPlaneTools, ...fleetTools, ...victoriaTools] as const;

/** Locates or installs every program of the replica. */
export const replicaTools = (progress: Progress, signal?: AbortSignal) =>
	ensureTools(names, {
		progress,
		...(signal === undefined ? {} : { signal }),
	});

export type ReplicaTools = Awaited<ReturnType<typeof replicaTools>>;
