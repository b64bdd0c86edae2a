export { type About, dateOf, type Fact, lengthOf } from "./about.ts";
export { labelled } from "./labels.ts";
export { aboutImport } from "./of-import.ts";
export { aboutPlan } from "./of-plan.ts";
