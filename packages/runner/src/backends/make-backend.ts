import type { Execution } from "../execute-run.ts";
import { clusterBackend } from "./cluster/cluster-backend.ts";
import { processBackend } from "./process/process-backend.ts";

/** Makes the backend that a plan names. */
export const makeBackend =
	(print: (text: string) => void): Execution["makeBackend"] =>
	(plan, folder, options) =>
		(plan.backend === "cluster" ? clusterBackend : processBackend)(
			plan,
			folder,
			options,
			print,
		);
