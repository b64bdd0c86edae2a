import type { Analysed } from "../../ledger/index.ts";
import type { About } from "./about.ts";

/** Describes a run that another tool made, as far as its importer knows it. */
export const aboutImport = ({ experiment, about }: Analysed): About => ({
	name: experiment,
	facts: [{ name: "experiment", value: experiment }, ...(about?.facts ?? [])],
	...(about?.started !== undefined && { started: BigInt(about.started) }),
	...(about?.lengthNs !== undefined && { lengthNs: BigInt(about.lengthNs) }),
});
