import { dirname } from "node:path";
import {
	assertNoFaults,
	type FileTree,
	type Finding,
	fault,
	withoutRepeats,
} from "@lab/core";
import { sameFiles } from "./bundle-files.ts";
import { type Change, changesTo } from "./changes.ts";
import { committedFiles } from "./committed.ts";
import { type DiskTree, readDisk } from "./disk.ts";
import { strayFindings } from "./stray.ts";
import type { RenderedTree } from "./tree.ts";
import {
	type LockOptions,
	whileHolding,
	whileNobodyWrites,
} from "./tree-lock.ts";
import { changeRuleFindings, updateFindings } from "./update/findings.ts";
import { replaceTree } from "./write.ts";

export interface SynthOptions extends LockOptions {
	/** Whether to write nothing. @default false */
	readonly check?: boolean;
	/** Whether to accept changes after which Fleet would delete something. @default false */
	readonly acceptDestructive?: boolean;
	/** Whether to accept changes that the cluster would refuse. @default false */
	readonly acceptRefused?: boolean;
}

/** A folder and the tree to write to it. */
export interface Target {
	readonly tree: RenderedTree;
	readonly folder: string;
}

/** Differences between a folder and its tree. */
export interface Synth {
	readonly changes: readonly Change[];
	/** Paths that differ in bundles without a changed object: a comment, a link, an empty folder. */
	readonly otherwise: readonly string[];
	/** Changes since the last commit that the cluster would refuse. */
	readonly refused: readonly Finding[];
	readonly written: boolean;
}

/**
 * Compares folders with rendered trees, checks the differences, and writes the
 * trees. Checks all of them before it writes any. If another process writes the
 * same folders, waits until it is done.
 *
 * @returns one entry for each folder, in the same order
 * @throws LabError with every finding of the trees, `stray-file`, `not-a-folder`,
 *   or (unless only checked) `destructive-change`, `disk-full`, `system-error`, `tree-not-replaced`
 */
export async function synthTrees(
	targets: readonly Target[],
	options: SynthOptions = {},
): Promise<Synth[]> {
	assertNoFaults(targets.flatMap(({ tree }) => tree.findings));
	const folders = targets.map(({ folder }) => folder);
	const compareAll = async () => {
		const compared = await Promise.all(targets.map(compare));
		assertNoFaults(objections(compared, options));
		return compared;
	};
	const seen = await whileNobodyWrites(folders, options, compareAll);
	// Without differences, synth needs no lock and no write permission.
	if (options.check === true || !seen.some(differs)) return seen;
	return whileHolding(folders, options, async (holds) => {
		const compared = await compareAll();
		const done: Synth[] = [];
		for (const [index, one] of compared.entries()) {
			const { folder, tree } = targets[index] as Target;
			const hold = holds.get(folder);
			const written = hold !== undefined && differs(one);
			if (written) await replaceTree(folder, tree.files, hold);
			done.push({ ...one, written });
		}
		return done;
	});
}

/** Writes a rendered tree to a folder, after the checks of `synthTrees`. */
export async function synth(
	tree: RenderedTree,
	folder: string,
	options: SynthOptions = {},
): Promise<Synth> {
	const [done] = await synthTrees([{ tree, folder }], options);
	return done as Synth;
}

/** Whether a folder differs from its tree in any byte. */
export const differs = ({ changes, otherwise }: Synth): boolean =>
	changes.length > 0 || otherwise.length > 0;

/** A comparison, and what it would destroy. */
interface Compared extends Synth {
	readonly destructive: readonly Finding[];
}

async function compare({ tree, folder }: Target): Promise<Compared> {
	const disk = await readDisk(folder);
	const committed = (paths: readonly string[]) => committedFiles(folder, paths);
	assertNoFaults(await strayFindings(folder, disk, tree.files, committed));
	const changes = await changesTo(disk.files, tree.bundles, {
		committed,
		broken: linkedBundles(disk, tree),
	});
	const changed = new Set(changes.map(({ bundle }) => bundle));
	const otherwise = differences(disk, tree.files).filter(
		(path) => !changed.has(dirname(path)),
	);
	const same = { changes, otherwise, written: false };
	if (changes.length === 0) return { ...same, refused: [], destructive: [] };
	// Fleet deploys commits, so what the cluster has is in the last one.
	const last = await committed(["."]);
	const before = last ?? disk.files;
	return {
		...same,
		refused: [
			...updateFindings(before, tree.bundles),
			...(await changeRuleFindings(before, tree.bundles)),
		],
		destructive: destructive([
			...changes,
			...(last === undefined ? [] : await changesTo(last, tree.bundles)),
		]),
	};
}

/** Reasons not to go on. Trees of several environments mostly share them. */
const objections = (
	compared: readonly Compared[],
	{ check, acceptDestructive, acceptRefused }: SynthOptions,
): Finding[] =>
	withoutRepeats([
		...(check === true || acceptDestructive === true
			? []
			: compared.flatMap((one) => one.destructive)),
		...(acceptRefused === true
			? []
			: compared.flatMap(({ refused }) => refused)),
	]);

/** Bundles with a link in them, which is not followed. */
const linkedBundles = (
	{ links }: DiskTree,
	{ bundles }: RenderedTree,
): ReadonlySet<string> =>
	new Set(
		links.flatMap((link) => [
			// The root of the tree is not a bundle.
			...[dirname(link)].filter((folder) => folder !== "."),
			...bundles
				.map(({ folder }) => folder)
				.filter((folder) => folder === link || folder.startsWith(`${link}/`)),
		]),
	);

/** Paths that synth would change on disk. */
function differences(
	{ files, links, emptyFolders }: DiskTree,
	rendered: FileTree,
): string[] {
	if (
		sameFiles(files, rendered) &&
		links.length === 0 &&
		emptyFolders.length === 0
	)
		return [];
	return [
		...new Set([
			...[...rendered.keys(), ...files.keys()].filter(
				(path) => files.get(path) !== rendered.get(path),
			),
			...links,
			...emptyFolders.map((path) => `${path}/`),
		]),
	].sort();
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
						help: "if this is intended, run synth again with --accept-destructive",
					}),
				],
	);
}
