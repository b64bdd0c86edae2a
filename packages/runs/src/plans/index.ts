export { type PlanChange, planChanges } from "./plan-changes.ts";
export { readPlanFile } from "./plan-file.ts";
export { type PlanRequest, planNamed, type Settings } from "./plan-named.ts";
export { firstDuplicate, planSweep } from "./plan-sweep.ts";
