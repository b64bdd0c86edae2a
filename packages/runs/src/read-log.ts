import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { exitCode, LabError, suggestion } from "@lab/core";
import { logFileOf, nodesOf } from "@lab/record";
import { isLine, logInside, type RunFolder, readPlan } from "@lab/runner";
import { isInside } from "./runner-of.ts";

/** The end of a log. */
export interface LogEnd {
	/** Path of the log; absent if it comes from the cluster. */
	readonly path?: string;
	readonly lines: readonly string[];
}

/**
 * Returns the last lines of a node's log, or of the runner's.
 *
 * @throws LabError `unknown-node`, `no-log`
 */
export async function readLog(
	folder: RunFolder,
	{ node, lines: count }: { readonly node?: string; readonly lines: number },
	signal: AbortSignal,
): Promise<LogEnd> {
	const last = (text: string) => text.trimEnd().split("\n").slice(-count);
	if (node === undefined && (await isInside(folder))) {
		const text = await logInside(folder, signal);
		const own = text.split("\n").filter((line) => !isLine(line));
		return { lines: last(own.join("\n")) };
	}
	const paths =
		node === undefined ? [folder.runnerLog] : await logsOfNode(folder, node);
	for (const path of paths) {
		const text = await readFile(path, "utf8").catch(() => undefined);
		if (text !== undefined) return { path, lines: last(text) };
	}
	throw new LabError({
		code: "no-log",
		what: "there is no log yet",
		where: paths[0] ?? folder.path,
		help: "wait until the run is deploying",
		exit: exitCode.unavailable,
	});
}

/** Paths that may hold a node's log: after its collection, and before. */
async function logsOfNode(folder: RunFolder, node: string): Promise<string[]> {
	const known = nodesOf(await readPlan(folder));
	if (!known.includes(node)) {
		throw new LabError({
			code: "unknown-node",
			what: `the run has no node '${node}'`,
			where: folder.id,
			help: suggestion(node, known),
		});
	}
	return [folder.path, folder.work].map((place) =>
		join(place, logFileOf(node)),
	);
}
