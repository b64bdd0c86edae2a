export {
	type Analysed,
	type AnalyseOptions,
	analysedBefore,
	analyseRun,
	type ImportedFacts,
} from "./analyse-run.ts";
export { type ArchivedRun, archiveRun, describedFile } from "./archive-run.ts";
export { buildLedger, type LedgerInput } from "./build-ledger.ts";
export type { GapFact, MessageFact, NodeFact, RunFacts } from "./facts.ts";
export type { LineCount } from "./line-count.ts";
export { ownStack } from "./own-stack.ts";
export { type RecordedRun, readRun } from "./read-run.ts";
export { receiptsOf } from "./receipts.ts";
export { sentinel } from "./sentinel.ts";
