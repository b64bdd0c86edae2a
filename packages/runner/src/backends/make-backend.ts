import type { Execution } from "../execute-run.ts";
import { clusterBackend } from "./cluster/cluster-backend.ts";
import { processBackend } from "./process/process-backend.ts";

/** The backend that a plan is for. */
export const makeBackend =
	(tell: (text: string) => void): Execution["makeBackend"] =>
	(plan, folder, options) =>
		(plan.backend === "cluster" ? clusterBackend : processBackend)(
			plan,
			folder,
			options,
			tell,
		);
