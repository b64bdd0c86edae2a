export { attachRun, startRunner } from "./attach-run.ts";
export type { Backend, Node } from "./backend.ts";
export { clusterBackend } from "./backends/cluster/cluster-backend.ts";
export { deleteExpired } from "./backends/cluster/expired.ts";
export { readClocks, readStore } from "./backends/cluster/store-metric.ts";
export { makeBackend } from "./backends/make-backend.ts";
export { processBackend } from "./backends/process/process-backend.ts";
export { writeRequest } from "./control.ts";
export { checkDataset, copyDataset, readDataset } from "./dataset-files.ts";
export { readEvents } from "./event-log.ts";
export { type Execution, executeRun } from "./execute-run.ts";
export { foldRun } from "./fold-run.ts";
export { accessOf, sharedAccess } from "./inside/access.ts";
export { attachInside, stateOfJob } from "./inside/attach-inside.ts";
export { fetchDataset } from "./inside/fetch-dataset.ts";
export { containerPaths, jobOf } from "./inside/job.ts";
export { createInsideLog, isLine, type Line } from "./inside/log.ts";
export { sendRequest } from "./inside/mailbox.ts";
export {
	logInside,
	messagesInside,
	mirrorRun,
	storeLines,
} from "./inside/mirror.ts";
export { runInside } from "./inside/run-inside.ts";
export { submitInside } from "./inside/submit-inside.ts";
export { countMessages } from "./journal.ts";
export { observedMeasures } from "./observe-measure.ts";
export { publishStep } from "./publish-step.ts";
export {
	createRun,
	findRun,
	listRuns,
	type RunFolder,
	type RunnerOptions,
	readOptions,
	readPlan,
	runFolder,
} from "./run-folder.ts";
export { type Judge, readVerdict } from "./verdict.ts";
