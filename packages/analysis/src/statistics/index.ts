export { type NotWorseRule, notWorse } from "./not-worse.ts";
export {
	type Answer,
	type Comparison,
	type ComparisonRule,
	compareReplicates,
} from "./replicates.ts";
export { type Interval, median, shift, shiftInterval } from "./shift.ts";
