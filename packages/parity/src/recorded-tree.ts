import { readFileSync } from "node:fs";
import { join } from "node:path";
import { reviewableJson } from "@lab/core";
import type { Item, Topic } from "./item.ts";
import type { Measure } from "./measure/measure.ts";

/** What was measured in another lab's tree, which is not part of this repository. */
export interface RecordedTree {
	/** The commit that was measured. */
	readonly commit: string;
	readonly measure: Omit<Measure, "defaults">;
}

/** The file, relative to the root of the repository. */
export const recordedTreeFile = (lab: string): string =>
	`packages/parity/src/generated/${lab}.json`;

/** Items as topic, owner, name, value: one line for each in a review. */
type Nested = Partial<
	Record<Topic, Record<string, Record<string, string | null>>>
>;

export function formatRecordedTree({ commit, measure }: RecordedTree): string {
	const { items, ...rest } = measure;
	const nested: Nested = {};
	for (const { topic, of, name, value } of items) {
		nested[topic] ??= {};
		nested[topic][of] ??= {};
		nested[topic][of][name] = value ?? null;
	}
	const { bundles, releases, unread } = rest;
	return reviewableJson({ commit, bundles, releases, unread, items: nested });
}

/** Reads what `pnpm lab parity <folder> --record <commit>` wrote. */
export function readRecordedTree(lab: string): RecordedTree {
	const path = join(import.meta.dirname, "generated", `${lab}.json`);
	const { commit, items, ...rest } = JSON.parse(readFileSync(path, "utf8")) as {
		readonly commit: string;
		readonly items: Nested;
	} & Omit<Measure, "defaults" | "items">;
	return {
		commit,
		measure: { ...rest, items: flattened(items) },
	};
}

const flattened = (nested: Nested): Item[] =>
	Object.entries(nested).flatMap(([topic, owners]) =>
		Object.entries(owners).flatMap(([of, names]) =>
			Object.entries(names).map(([name, value]) => ({
				...{ topic: topic as Topic, of, name },
				...(value !== null && { value }),
			})),
		),
	);
