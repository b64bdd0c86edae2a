export {
	type CompareOptions,
	type Comparisons,
	compareRuns,
	type MeasureComparison,
} from "./compare-runs.ts";
export {
	compareSides,
	type PairComparison,
	type SidesComparison,
} from "./compare-sides.ts";
export { nameOf } from "./comparison-sections.ts";
export { pairsOf, type Side, sidesBy } from "./sides.ts";
export { documentOf, writeComparison } from "./write-comparison.ts";
