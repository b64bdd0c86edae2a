import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { canonicalJson } from "@lab/core";
import type { ReadObject } from "@lab/kubernetes";
import type { ChartVersion } from "./chart-facts.ts";

/** What a release created when its chart was rendered with the lab's values. */
export interface ReleaseFacts extends ChartVersion {
	/** One for each set of values that differs in what decides which objects the chart creates. */
	readonly renderings: readonly {
		/** `decidingDigest` of the values. */
		readonly values: string;
		/** Objects, reduced to what others refer to. */
		readonly objects: readonly ReadObject[];
		/** Size of the Secret in which Helm records the release. */
		readonly bytes?: number;
	}[];
}

/** Folder of the committed facts, relative to the root of the repository. */
export const releaseFactsFolder = "packages/lab/src/generated/releases";

/** Name of the file of a component's release. */
export const releaseFactsFile = (component: string): string =>
	`${component}.json`;

/** Values that never decide which objects a chart creates, or what they are called. */
const NOT_DECIDING =
	/(affinity|annotations|args|config|env|envs|labels|nodeSelector|probe|resources|securityContext|tolerations)$/i;

/** Keys of values that are part of names, or choose between kinds of objects. */
const DECIDING = /(name|override|kind|mode|type)$/i;

/**
 * Digest of the values that decide which objects a chart creates: switches,
 * names, and which keys there are. Others, such as amounts and texts, may change
 * without a new rendering.
 */
export const decidingDigest = (values: unknown): string =>
	createHash("sha256")
		.update(JSON.stringify(decidingPart(values)) ?? "")
		.digest("hex")
		.slice(0, 16);

function decidingPart(value: unknown, key = ""): unknown {
	if (Array.isArray(value)) return value.length > 0;
	if (value !== null && typeof value === "object")
		return Object.entries(value)
			.filter(([inner]) => !NOT_DECIDING.test(inner))
			.map(([inner, entry]) => [inner, decidingPart(entry, inner)])
			.sort(([a], [b]) => (String(a) < String(b) ? -1 : 1));
	if (typeof value === "boolean") return value;
	return DECIDING.test(key) ? value : undefined;
}

/** Formats facts for a review: one object per line, sorted. */
export const formatReleaseFacts = ({
	name,
	version,
	renderings,
}: ReleaseFacts): string =>
	[
		`{"name":${JSON.stringify(name)},"version":${JSON.stringify(version)},"renderings":[`,
		renderings
			.map(({ values, bytes, objects }) =>
				[
					`{"values":"${values}",${bytes === undefined ? "" : `"bytes":${bytes},`}"objects":[`,
					objects.map(canonicalJson).sort().join(",\n"),
					"]}",
				].join("\n"),
			)
			.join(",\n"),
		"]}\n",
	].join("\n");

const read = new Map<string, ReleaseFacts | undefined>();

/**
 * Looks up what a release creates, in the facts that `pnpm lab charts fetch` writes.
 *
 * @returns undefined if nothing was recorded for this version of the chart
 */
export function readReleaseFacts(
	component: string,
	{ name, version }: ChartVersion,
	values: unknown,
):
	| {
			readonly objects: readonly ReadObject[];
			readonly exact: boolean;
			readonly bytes?: number;
	  }
	| undefined {
	const facts = read.has(component)
		? read.get(component)
		: factsIn(
				join(
					import.meta.dirname,
					"generated/releases",
					releaseFactsFile(component),
				),
			);
	read.set(component, facts);
	if (facts?.name !== name || facts.version !== version) return undefined;
	const digest = decidingDigest(values);
	const exact = facts.renderings.find((one) => one.values === digest);
	const found = exact ?? facts.renderings[0];
	if (found === undefined) return undefined;
	const { objects, bytes } = found;
	return {
		...{ objects, exact: exact !== undefined },
		...(bytes !== undefined && { bytes }),
	};
}

const factsIn = (path: string): ReleaseFacts | undefined =>
	existsSync(path)
		? (JSON.parse(readFileSync(path, "utf8")) as ReleaseFacts)
		: undefined;
