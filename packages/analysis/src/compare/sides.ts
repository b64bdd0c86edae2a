import { exitCode, LabError, suggestion } from "@lab/core";
import type { RunFigures } from "../report/run-figures.ts";

/** Runs to compare as one: a version, or a version with one muxer. */
export interface Side {
	readonly name: string;
	/** What it shares with the sides that it is compared with: the muxer. Empty if nothing is held equal. */
	readonly within: string;
	readonly runs: readonly RunFigures[];
}

/** A base and a candidate to compare with it. */
export interface Pair {
	readonly base: Side;
	readonly candidate: Side;
}

/** Compares every side with the first one that shares its `within`. */
export function pairsOf(sides: readonly Side[]): Pair[] {
	const bases = new Map<string, Side>();
	const pairs: Pair[] = [];
	for (const side of sides) {
		const base = bases.get(side.within);
		if (base === undefined) bases.set(side.within, side);
		else pairs.push({ base, candidate: side });
	}
	return pairs;
}

/**
 * Groups runs by what they ran.
 *
 * @param facts parameters or other facts; sides differ in the first, and are compared where all others are equal
 * @param base value of the first fact that the others are compared with. @default that of the first run
 * @throws LabError `unknown-fact`, `unknown-base`, `one-side`
 */
export function sidesBy(
	runs: readonly RunFigures[],
	facts: readonly string[],
	base?: string,
): Side[] {
	const groups = new Map<string, { key: string[]; runs: RunFigures[] }>();
	for (const run of runs) {
		const key = facts.map((fact) => factOf(run, fact));
		const id = JSON.stringify(key);
		const group = groups.get(id) ?? { key, runs: [] };
		group.runs.push(run);
		groups.set(id, group);
	}
	const keys = [...groups.values()].map(({ key }) => key);
	const names = facts.map((_, at) => shortNames(keys.map((key) => key[at])));
	const sides = [...groups.values()].map(({ key, runs: mine }) => {
		const short = key.map((value, at) => names[at]?.get(value) ?? value);
		return {
			value: short[0] ?? "",
			name: short.join(", "),
			within: short.slice(1).join(", "),
			runs: mine,
		};
	});
	const values = [...new Set(sides.map(({ value }) => value))];
	const first = base ?? values[0];
	if (base !== undefined && !values.includes(base)) {
		throw new LabError({
			code: "unknown-base",
			what: `no run has ${facts[0]} '${base}'`,
			where: "--base",
			help: `use one of ${values.join(", ")}`,
			exit: exitCode.wrongInput,
		});
	}
	const ordered = [
		...sides.filter(({ value }) => value === first),
		...sides.filter(({ value }) => value !== first),
	];
	if (pairsOf(ordered).length === 0) {
		throw new LabError({
			code: "one-side",
			what: `all runs that share ${facts.slice(1).join(", ") || "everything else"} have the same ${facts[0]}: there is nothing to compare`,
			where: "--by",
			help: "name a parameter in which the runs differ first, then those to hold equal",
			exit: exitCode.wrongInput,
		});
	}
	return ordered;
}

/** @throws LabError `unknown-fact` */
function factOf({ run, about }: RunFigures, wanted: string): string {
	const fact = about.facts.find(
		({ name }) => name === wanted || name === `parameter ${wanted}`,
	);
	if (fact !== undefined) return fact.value;
	throw new LabError({
		code: "unknown-fact",
		what: `run '${run}' has no parameter '${wanted}'`,
		where: "--by",
		help: suggestion(
			wanted,
			about.facts.map(({ name }) => name.replace(/^parameter /, "")),
		),
		exit: exitCode.wrongInput,
	});
}

/** Names of values in a few letters: the last part of an image's path, without its digest, if that tells them apart. */
function shortNames(
	values: readonly (string | undefined)[],
): Map<string, string> {
	const distinct = [...new Set(values.map((value = "") => value))];
	const short = distinct.map((value) => {
		const [first = ""] = value.split(", ");
		return first.includes(":") ? (first.split("/").at(-1) ?? first) : first;
	});
	return new Map(
		distinct.map((value, at) => [
			value,
			new Set(short).size === short.length ? (short[at] as string) : value,
		]),
	);
}
