export { type NotWorseRule, notWorse } from "./not-worse.ts";
export {
	type Answer,
	type Comparison,
	type ComparisonRule,
	compareFamily,
	compareReplicates,
	percent,
	type Sides,
} from "./replicates.ts";
export { type Interval, median, shift, shiftInterval } from "./shift.ts";
