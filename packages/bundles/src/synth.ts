import { assertNoFaults, type Finding, fault, readTree } from "@lab/core";
import { type Change, changesBetween, strayFiles } from "./changes.ts";
import type { RenderedTree } from "./tree.ts";
import { repairTree, replaceTree } from "./write.ts";

export interface SynthOptions {
	/** Write nothing. @default false */
	readonly check?: boolean;
	/** Go on where Fleet would delete something. @default false */
	readonly acceptDestructive?: boolean;
}

export interface SynthResult {
	readonly changes: readonly Change[];
	readonly written: boolean;
	readonly warnings: readonly Finding[];
}

/**
 * Brings a folder to what a tree says.
 *
 * @throws LabError with every finding of the tree, `stray-file`, or `destructive-change`; then nothing is written
 */
export async function synth(
	tree: RenderedTree,
	folder: string,
	options: SynthOptions = {},
): Promise<SynthResult> {
	if (options.check !== true) await repairTree(folder);
	const before = await readTree(folder);
	const stray = strayFiles(before).map((path) =>
		fault({
			code: "stray-file",
			what: `${path} was not written by synth, and Fleet would take it for part of a bundle`,
			where: `${folder}/${path}`,
			help: "move it elsewhere: everything below this folder is generated",
		}),
	);
	const warnings = assertNoFaults([...tree.findings, ...stray]);
	const changes = changesBetween(before, tree.files);
	if (options.check === true) return { changes, written: false, warnings };
	if (options.acceptDestructive !== true) assertNoFaults(destructive(changes));
	const written = !sameFiles(before, tree.files);
	if (written) await replaceTree(folder, tree.files);
	return { changes, written, warnings };
}

function destructive(changes: readonly Change[]): Finding[] {
	return changes.flatMap(({ bundle, object, action, destroys }) =>
		destroys === undefined
			? []
			: [
					fault({
						code: "destructive-change",
						what: `Fleet would delete ${destroys}`,
						where: `${bundle}: ${action} ${object}`,
						help: "if that is meant, call synth again with --accept-destructive",
					}),
				],
	);
}

const sameFiles = (
	a: ReadonlyMap<string, string>,
	b: ReadonlyMap<string, string>,
) => a.size === b.size && [...a].every(([path, text]) => b.get(path) === text);
