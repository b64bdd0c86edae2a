export {
	type Bundle,
	bundleOf,
	type FleetYaml,
	type Release,
	readBundles,
} from "./bundle.ts";
export { type Comparison, compare, type Rename, type Row } from "./compare.ts";
export { type Item, type Topic, titleOf, topics } from "./item.ts";
export {
	type ChartView,
	type Measure,
	measure,
	type ReadRelease,
} from "./measure/measure.ts";
export { isHook, recordedView } from "./measure/recorded.ts";
export {
	type Explained,
	explain,
	type Owner,
	owners,
	type Reason,
} from "./reasons.ts";
export {
	formatRecordedTree,
	type RecordedTree,
	readRecordedTree,
	recordedTreeFile,
} from "./recorded-tree.ts";
export { predecessorOf, predecessors } from "./registry.ts";
export {
	type Count,
	countsOf,
	countTable,
	describeRow,
	type Parity,
	type Predecessor,
	parityOf,
	parityReport,
} from "./report.ts";
