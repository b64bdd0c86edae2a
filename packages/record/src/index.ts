export { checkPlan } from "./check-plan.ts";
export {
	type Condition,
	condition,
	holds,
} from "./condition.ts";
export { type Dataset, type DatasetFile, dataset } from "./dataset.ts";
export {
	type EventKind,
	type EventOf,
	type RunEvent,
	runEvent,
} from "./event.ts";
export { type Gate, gate } from "./gate.ts";
export { type ImportedRun, importedRun } from "./imported-run.ts";
export { labels } from "./labels.ts";
export { type MeasureBy, type MeasureName, measures } from "./measures.ts";
export {
	type NodeGroup,
	nodeGroup,
	type PlannedImage,
	type ProcessSpec,
} from "./node-group.ts";
export {
	groupOf,
	isNodeName,
	nodeNameOf,
	nodePattern,
	nodesIn,
	ordinalOf,
} from "./node-name.ts";
export { type NodeRecord, nodeRecord, nodeRecords } from "./node-record.ts";
export { probePod, probePods, sideLabel } from "./partition-probe.ts";
export {
	type Demand,
	hashOf,
	imagesOf,
	type Limits,
	nodesOf,
	type Parameter,
	PLAN_SCHEMA,
	type Plan,
	type Provenance,
	plan,
	sealPlan,
} from "./plan.ts";
export { type PublishRecord, publishRecord } from "./publish-record.ts";
export {
	type Outcome,
	outcome,
	type Run,
	run,
	type State,
	state,
	states,
	type Validity,
	validity,
} from "./run.ts";
export {
	companionFiles,
	datasetDocuments,
	logFileOf,
	type NamedFile,
	nodeOfLog,
	runFiles,
	runFolders,
} from "./run-files.ts";
export { RUNS_NAMESPACE } from "./runs-namespace.ts";
export {
	affectedNodes,
	type Disturbance,
	endOf,
	isDisturbance,
	type Link,
	type PlannedMessage,
	type StepOf,
	type TimelineStep,
	timelineStep,
} from "./timeline.ts";
export { findingsOf, parseDocument, validate } from "./validate.ts";
export {
	type Judgement,
	judgement,
	type Verdict,
	verdict,
} from "./verdict.ts";
export {
	type PlannedWindow,
	plannedWindow,
	type Window,
	window,
} from "./window.ts";
