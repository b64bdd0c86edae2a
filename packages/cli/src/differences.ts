import { type Change, changesBetween } from "@lab/bundles";
import type { FileTree } from "@lab/core";
import { type Environment, environments } from "@lab/lab";
import { renderTreeOf } from "./render-tree.ts";

/** One way in which the replica's tree differs from the lab's. */
export interface Difference {
	readonly bundle: string;
	/** `fleet.yaml`, or the object's identity. */
	readonly object: string;
	/** Path within the object; absent if only one side has the object. */
	readonly path?: string;
	readonly what: string;
	/** Facts of the environment that cause it; empty for an unintended difference. */
	readonly because: readonly string[];
}

type Path = readonly string[];

/**
 * Finds every difference between the lab's tree and the replica's, with the
 * facts that cause it. A fact is a cause if changing it alone to the other
 * environment's value changes the same place in the tree.
 *
 * @param onFact called with each fact before it is tried
 */
export function explainDifferences(
	vaclab: FileTree,
	local: FileTree,
	onFact: (fact: string) => void = () => {},
): Difference[] {
	const differences = changesBetween(vaclab, local).flatMap(places);
	const causes = new Map<string, string[]>();
	const lab: Environment = environments.vaclab;
	const replica: Environment = environments.local;
	const rendered = {
		lab: renderTreeOf(lab).files,
		replica: renderTreeOf(replica).files,
	};
	for (const path of differingFacts(lab, replica)) {
		onFact(path.join("."));
		const reason = explain(path, lab, replica);
		for (const [base, other, tree] of [
			[lab, replica, rendered.lab],
			[replica, lab, rendered.replica],
		] as const) {
			const varied = renderTreeOf(swap(base, other, path)).files;
			for (const place of changesBetween(tree, varied).flatMap(places)) {
				const known = causes.get(place.key) ?? [];
				if (!known.includes(reason)) causes.set(place.key, [...known, reason]);
			}
		}
	}
	const intended = new Set(
		changesBetween(rendered.lab, rendered.replica)
			.flatMap(places)
			.map(({ key, what }) => `${key} ${what}`),
	);
	// A fact explains only the value that it leads to, not another value at the same place.
	return differences.map(({ key, ...difference }) => ({
		...difference,
		because: intended.has(`${key} ${difference.what}`)
			? (causes.get(key) ?? [])
			: [],
	}));
}

type Place = Omit<Difference, "because"> & { readonly key: string };

function places({ bundle, object, action, details }: Change): Place[] {
	if (action !== "change") {
		const what = action === "add" ? "only in the replica" : "only in the lab";
		return [{ bundle, object, what, key: `${bundle} ${object}` }];
	}
	return details.map((detail) => {
		const colon = detail.indexOf(": ");
		const path = detail.slice(0, colon);
		return {
			bundle,
			object,
			path,
			what: detail.slice(colon + 2),
			key: `${bundle} ${object} ${path}`,
		};
	});
}

/** Paths of the facts that differ, each down to the single fact. */
function differingFacts(a: unknown, b: unknown, path: Path = []): Path[] {
	if (JSON.stringify(a) === JSON.stringify(b)) return [];
	const deep =
		isGroup(a) && isGroup(b) && !("available" in a) && path[0] !== "web";
	if (!deep) return path[0] === "name" ? [] : [path];
	return [...new Set([...Object.keys(a), ...Object.keys(b)])].flatMap((key) =>
		differingFacts(a[key], b[key], [...path, key]),
	);
}

const isGroup = (value: unknown): value is Record<string, unknown> =>
	typeof value === "object" && value !== null && !Array.isArray(value);

const valueAt = (value: unknown, path: Path): unknown =>
	path.reduce<unknown>(
		(inner, key) => (inner as Record<string, unknown> | undefined)?.[key],
		value,
	);

function swap(base: Environment, other: Environment, path: Path): Environment {
	const swapped = structuredClone(base) as unknown as Record<string, unknown>;
	const holder = valueAt(swapped, path.slice(0, -1)) as Record<string, unknown>;
	const key = path.at(-1) ?? "";
	const value = valueAt(other, path);
	if (value === undefined) delete holder[key];
	else holder[key] = structuredClone(value);
	return swapped as unknown as Environment;
}

function explain(path: Path, lab: Environment, replica: Environment): string {
	const there = valueAt(replica, path);
	if (isGroup(there) && there.available === false)
		return `${path.join(".")}: ${there.why}`;
	const show = (value: unknown) => JSON.stringify(value) ?? "none";
	return `${path.join(".")}: ${show(valueAt(lab, path))} in the lab, ${show(there)} in the replica`;
}
