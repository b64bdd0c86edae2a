import type { Json } from "../constraints/constraint.ts";
import { apiGroupOf } from "../identity.ts";
import { pathText } from "../mismatch.ts";
import type { ReadObject } from "../object.ts";
import { quantityValue } from "../quantity.ts";
import type { Schema } from "../schema.ts";
import { findKind } from "../schemas.ts";
import { type Difference, differencesOf } from "./differences.ts";
import {
	type ImmutableKind,
	type ImmutablePart,
	immutableKinds,
	isStorageRequest,
} from "./immutable.ts";
import { mends } from "./mends.ts";

/** A change of an object that the API server, or the volume behind it, refuses. */
export interface Refusal {
	readonly code: "immutable-change" | "shrinking-volume";
	/** `spec.selector.matchLabels.app`. */
	readonly path: string;
	/** Predicate of the path: `changes from "a" to "b", and cannot`. */
	readonly what: string;
	readonly help: string;
}

/**
 * Finds the changes between two versions of an object that the API server would
 * refuse. Values that only spell out a default are no change.
 */
export function refusedChanges(was: ReadObject, is: ReadObject): Refusal[] {
	const kind = immutableKinds[kindOf(is)];
	const [before, after] = [asJson(was), asJson(is)];
	const differences = differencesOf(before, after, schemaOf(is));
	const fixed = new Set(
		kind?.parts.flatMap((part) => fixedIn(part, differences, before, after)),
	);
	// A custom resource holds sizes too, from which an operator makes claims.
	return differences.flatMap((one) => {
		if (shrinks(one)) return [shrunk(one)];
		return kind !== undefined && fixed.has(one) ? [refused(one, kind, is)] : [];
	});
}

const kindOf = (object: ReadObject): string => {
	const group = apiGroupOf(object);
	return group === "" ? object.kind : `${object.kind}.${group}`;
};

function schemaOf({ apiVersion, kind }: ReadObject): Schema | undefined {
	const known = findKind(apiVersion, kind);
	return known === undefined ? undefined : { $ref: known.schema };
}

const asJson = (object: ReadObject): Json => object as unknown as Json;

/** Differences in a part of an object that the API server does not accept. */
function fixedIn(
	{ path, except = [], when, accepts }: ImmutablePart,
	differences: readonly Difference[],
	was: Json,
	is: Json,
): Difference[] {
	if (when?.(was, is) === false) return [];
	const keys = path.split(".");
	return differences
		.filter(
			(one) =>
				keys.every((key, at) => (one.path[at] ?? key) === key) &&
				!except.includes(String(one.path[keys.length])),
		)
		.filter((one) => accepts?.(one, was, is) !== true);
}

const shrinks = ({ path, was, is }: Difference): boolean => {
	if (!isStorageRequest(path)) return false;
	const [before, after] = [was, is].map(quantityValue);
	return before !== undefined && after !== undefined && after < before;
};

const shrunk = ({ path, was, is }: Difference): Refusal => ({
	code: "shrinking-volume",
	path: pathText(path),
	what: `shrinks from ${show(was)} to ${show(is)}, and no volume can`,
	help: "keep the size, or use a volume with a new name and copy the data",
});

const refused = (
	{ path, was, is }: Difference,
	{ mend }: ImmutableKind,
	object: ReadObject,
): Refusal => ({
	code: "immutable-change",
	path: pathText(path),
	what: `changes from ${show(was)} to ${show(is)}, and the API server refuses that`,
	help: mends[mend](object),
});

function show(value: unknown): string {
	if (value === undefined) return "nothing";
	const text = JSON.stringify(value);
	return text.length > 80 ? `${text.slice(0, 77)}...` : text;
}
