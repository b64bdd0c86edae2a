import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { exitCode, LabError } from "@lab/core";
import { jsonDocuments } from "./_documents.ts";

/** What is used of `metadata.json`. */
export interface Metadata {
	readonly stack: {
		readonly name?: string;
		/** Start of the run, without a zone: UTC. */
		readonly start?: string;
		/** End of the run, likewise. */
		readonly end?: string;
		/** Number of nodes by stateful set. */
		readonly sets: ReadonlyMap<string, number>;
	};
	readonly experiment?: string;
	readonly muxer?: string;
	readonly params: unknown;
	readonly windows: readonly {
		readonly name: string;
		readonly start: string;
		readonly end: string;
	}[];
}

type Json = Readonly<Record<string, unknown>>;

const objectOf = (value: unknown): Json =>
	typeof value === "object" && value !== null && !Array.isArray(value)
		? (value as Json)
		: {};
const textOf = (value: unknown): string | undefined =>
	typeof value === "string" && value !== "" ? value : undefined;

/** Name of the experiment; before 10ksim recorded its name, that of the stack. */
export const experimentOf = ({
	experiment,
	stack,
}: Metadata): string | undefined => experiment ?? stack.name;

/** Reads `metadata.json`; 10ksim appends to it if a folder is used again. */
export async function readMetadata(
	path: string,
	notes: string[],
): Promise<Metadata> {
	if (!existsSync(path)) {
		notes.push(
			"metadata.json is missing: the nodes are those that logged something",
		);
		return { stack: { sets: new Map() }, params: {}, windows: [] };
	}
	const documents = jsonDocuments(await readFile(path, "utf8"), path);
	if (documents.length > 1) {
		notes.push(
			`metadata.json has ${documents.length} documents, from runs that shared the folder: the last one is used`,
		);
	}
	const document = objectOf(documents.at(-1));
	const stack = objectOf(document.stack);
	const experiment = objectOf(document.experiment);
	const params = objectOf(document.params);
	const name = textOf(stack.name);
	const start = textOf(stack.start_time);
	const end = textOf(stack.end_time);
	// `experiment_name`, and windows below `metadata`: until April 2026.
	const known = textOf(experiment.name) ?? textOf(experiment.experiment_name);
	const muxer = textOf(params.muxer);
	return {
		stack: {
			sets: setsOf(stack, path),
			...(name !== undefined && { name }),
			...(start !== undefined && { start }),
			...(end !== undefined && { end }),
		},
		...(known !== undefined && { experiment: known }),
		...(muxer !== undefined && { muxer }),
		params,
		windows: Object.entries({
			...objectOf(document.metadata),
			...objectOf(document.results),
		}).flatMap(([window, bounds]) => {
			const from = textOf(objectOf(bounds).start);
			const until = textOf(objectOf(bounds).end);
			return from === undefined || until === undefined
				? []
				: [{ name: window, start: from, end: until }];
		}),
	};
}

/** A folder that is used again lists the sets of all its runs: the last count of a set is that of the last run. */
function setsOf(stack: Json, where: string): Map<string, number> {
	const { stateful_sets: names = [], nodes_per_statefulset: counts = [] } =
		stack;
	if (
		!Array.isArray(names) ||
		!Array.isArray(counts) ||
		names.length !== counts.length ||
		!names.every((name) => typeof name === "string") ||
		!counts.every((count) => Number.isInteger(count) && count >= 0)
	) {
		throw new LabError({
			code: "bad-ten-ksim-metadata",
			what: `stateful_sets ${JSON.stringify(names)} and nodes_per_statefulset ${JSON.stringify(counts)} are not a list of names and a list of as many counts`,
			where: `${where}: stack`,
			help: "fetch the file again, or correct the numbers: they decide which deliveries are expected",
			exit: exitCode.wrongInput,
		});
	}
	return new Map(
		names.map((name: string, index) => [name, counts[index] as number]),
	);
}
