export {
	type Draft,
	type DraftContext,
	defineExperiment,
	defineScenario,
	type Experiment,
} from "./experiment.ts";
export type { Group } from "./group.ts";
export { digests, digestsFile } from "./images.ts";
export { imagesInUse } from "./images-in-use.ts";
export {
	choice,
	count,
	duration,
	type Parameter,
	ratio,
	size,
	text,
} from "./parameter.ts";
export { type PlanRequest, planFor } from "./plan-for.ts";
export { missingSuccessors, tenKsimReport } from "./predecessor-report.ts";
export { experiments, findExperiment } from "./registry.ts";
export { addParked } from "./render/parked.ts";
export { runsOn } from "./settings.ts";
export { defineSweep, type Member, membersOf, type Sweep } from "./sweep.ts";
export { sweeps } from "./sweep-registry.ts";
export { libp2pRequest, publish } from "./traffic.ts";
