import * as v from "valibot";
import { sha256 } from "./scalar.ts";

/** Description of a run that another tool made: `imported.json`. */
export const importedRun = v.strictObject({
	run: v.string(),
	experiment: v.string(),
	/** Tool that made the run. */
	from: v.picklist(["10ksim"]),
	/** Hash of the experiment, its parameters and its nodes: runs with the same hash are replicates. */
	plan: sha256,
	/** Folder that it was imported from. */
	source: v.string(),
	/** Facts that the source lacks and what was assumed instead, and what is peculiar about it. */
	notes: v.array(v.string()),
	/** Reasons why the tool itself declared the run invalid. */
	invalid: v.array(v.string()),
});

export type ImportedRun = v.InferOutput<typeof importedRun>;
