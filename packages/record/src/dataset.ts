import * as v from "valibot";
import { count, sha256 } from "./scalar.ts";

const file = v.strictObject({
	/** Below the run's folder. */
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
	]),
	format: v.picklist(["json", "jsonl", "text", "openmetrics", "yaml"]),
	bytes: count,
	/** Lines, or samples. */
	rows: count,
	sha256,
});

/** The files of a run: `dataset.json`. */
export const dataset = v.strictObject({
	run: v.string(),
	files: v.array(file),
	/** What should be there and is not, and why: never silently smaller. */
	missing: v.array(v.strictObject({ what: v.string(), why: v.string() })),
});

export type Dataset = v.InferOutput<typeof dataset>;
export type DatasetFile = v.InferOutput<typeof file>;
