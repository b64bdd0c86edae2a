import type { ReadObject } from "@lab/kubernetes";
import type { Item, Topic } from "../item.ts";
import { type Leaf, leavesOf } from "./leaves.ts";

/** Topics of leaves, by their path; the first that matches decides. */
const byPath: readonly (readonly [Topic, RegExp])[] = [
	["limit", /(^|\.)resources\.(limits|requests)\./],
	["toleration", /tolerations\[/i],
	[
		"placement",
		/(nodeSelector|affinity|topologySpreadConstraints|priorityClassName|nodeName)\b/i,
	],
	["environment", /(^|\.)(\w*env|env(s|vars|from|valuefrom))[[.]/i],
	["argument", /(^|\.)\w*(args|arguments|command)[[.]/i],
	["port", /(^|\.)(\w*ports?)($|[[.])/i],
];

const toItem = (of: string, [path, value]: Leaf): Item => ({
	topic: byPath.find(([, pattern]) => pattern.test(path))?.[0] ?? "field",
	of,
	name: path,
	value,
});

/** Settings of one object or one release: every leaf, each in its topic. */
export const settingsOf = (of: string, value: unknown): Item[] =>
	leavesOf(value).map((leaf) => toItem(of, leaf));

/** Fields of an object that say what it is called, or that other topics measure. */
const elsewhere = (
	object: ReadObject,
	measured: readonly string[],
): ReadObject => {
	const { apiVersion: _, kind: _kind, metadata, ...rest } = object;
	const { labels, annotations } = metadata;
	return Object.fromEntries(
		Object.entries({ metadata: { labels, annotations }, ...rest }).filter(
			([key]) => !measured.includes(key),
		),
	) as unknown as ReadObject;
};

/** @param measured top-level fields that another topic measures */
export const settingsOfObject = (
	of: string,
	object: ReadObject,
	measured: readonly string[] = [],
): Item[] =>
	settingsOf(of, elsewhere(object, measured)).filter(
		({ value }) => value !== "undefined",
	);
