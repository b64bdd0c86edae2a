import * as v from "valibot";
import { count, sha256 } from "./scalar.ts";

const file = v.strictObject({
	/** Relative to the run's folder. */
	path: v.string(),
	content: v.picklist([
		"plan",
		"events",
		"publishes",
		"windows",
		"nodes",
		"logs",
		"metrics",
		"objects",
		"source",
	]),
	format: v.picklist(["json", "jsonl", "text", "openmetrics", "yaml", "csv"]),
	bytes: count,
	/** Number of lines, or of samples. */
	rows: count,
	sha256,
});

/** The files of a run: `dataset.json`. */
export const dataset = v.strictObject({
	run: v.string(),
	files: v.array(file),
	/** Data that is missing and the reason, so that no gap is silent. */
	missing: v.array(v.strictObject({ what: v.string(), why: v.string() })),
});

export type Dataset = v.InferOutput<typeof dataset>;
export type DatasetFile = v.InferOutput<typeof file>;
