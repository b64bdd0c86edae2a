export {
	type Analysed,
	type AnalyseOptions,
	analysedBefore,
	analyseRun,
	type LineCount,
} from "./analyse-run.ts";
export { type ArchivedRun, archiveRun } from "./archive-run.ts";
export { buildLedger, type LedgerInput } from "./build-ledger.ts";
export { type ClockOffset, clockOffsets, type Delay } from "./clock-offsets.ts";
export type { GapFact, MessageFact, NodeFact, RunFacts } from "./facts.ts";
export { ownStack } from "./own-stack.ts";
export { type RunFolder, readRun } from "./read-run.ts";
export { sentinel } from "./sentinel.ts";
