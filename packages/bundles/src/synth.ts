import { assertNoFaults, type Finding, fault, readTree } from "@lab/core";
import { type Change, changesTo, sameFiles, strayFiles } from "./changes.ts";
import type { RenderedTree } from "./tree.ts";
import { repairTree, replaceTree } from "./write.ts";

export interface SynthOptions {
	/** Write nothing. @default false */
	readonly check?: boolean;
	/** Go on where Fleet would delete something. @default false */
	readonly acceptDestructive?: boolean;
}

/** A synth that is judged, and not written yet. */
export interface PreparedSynth {
	readonly changes: readonly Change[];
	readonly warnings: readonly Finding[];
	/** @returns whether anything had to be written */
	write(): Promise<boolean>;
}

/**
 * Compares a folder with what a tree says, and judges the difference.
 *
 * @throws LabError with every finding of the tree, `stray-file`, or (unless only checked) `destructive-change`
 */
export async function prepareSynth(
	tree: RenderedTree,
	folder: string,
	options: SynthOptions = {},
): Promise<PreparedSynth> {
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
	const changes = changesTo(before, tree.bundles);
	if (options.check !== true && options.acceptDestructive !== true)
		assertNoFaults(destructive(changes));
	return {
		changes,
		warnings,
		async write() {
			if (sameFiles(before, tree.files)) return false;
			await replaceTree(folder, tree.files);
			return true;
		},
	};
}

/** Brings a folder to what a tree says; see `prepareSynth` for what stops it. */
export async function synth(
	tree: RenderedTree,
	folder: string,
	options: Omit<SynthOptions, "check"> = {},
): Promise<{ changes: readonly Change[]; written: boolean }> {
	const { changes, write } = await prepareSynth(tree, folder, options);
	return { changes, written: await write() };
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
