export {
	type CompareOptions,
	type Comparisons,
	compareRuns,
	type MeasureComparison,
} from "./compare-runs.ts";
