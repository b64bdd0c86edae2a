export { attachRun, startRunner } from "./attach-run.ts";
export type { Backend, Node } from "./backend.ts";
export { clusterBackend } from "./backends/cluster/cluster-backend.ts";
export { processBackend } from "./backends/process/process-backend.ts";
export { leaveRequest } from "./control.ts";
export { checkDataset, copyDataset, readDataset } from "./dataset-files.ts";
export { readEvents } from "./event-log.ts";
export { type Execution, executeRun } from "./execute-run.ts";
export { foldRun } from "./fold-run.ts";
export { countMessages } from "./journal.ts";
export { leaseHolder } from "./lease.ts";
export { publishStep } from "./publish-step.ts";
export {
	createRun,
	findRun,
	listRuns,
	type RunFolder,
	type RunOptions,
	readOptions,
	readPlan,
	runFolder,
} from "./run-folder.ts";
export { type Judge, readVerdict } from "./verdict.ts";
