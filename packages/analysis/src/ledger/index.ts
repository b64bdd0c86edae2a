export { buildLedger, type LedgerInput } from "./build-ledger.ts";
export { type ClockOffset, clockOffsets, type Delay } from "./clock-offsets.ts";
export type { GapFact, MessageFact, NodeFact, RunFacts } from "./facts.ts";
