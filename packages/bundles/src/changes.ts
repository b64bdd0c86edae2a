import type { FileTree } from "@lab/core";
import diff from "microdiff";
import {
	byFolder,
	type Objects,
	objectsOf,
	objectsOnDisk,
	sameFiles,
	tryRead,
} from "./bundle-files.ts";
import { destruction } from "./destruction.ts";
import type { RenderedBundle } from "./render.ts";

/** Change of an object, or of a bundle's `fleet.yaml`. */
export interface Change {
	readonly bundle: string;
	/** `fleet.yaml`, or `Kind.group namespace/name`. */
	readonly object: string;
	readonly action: "add" | "remove" | "change";
	/** For `change`, one entry per value: `path: old -> new`. */
	readonly details: readonly string[];
	/** What Fleet would delete because of this change, if anything. */
	readonly destroys?: string;
}

/** Reads files and folders of the last commit; returns undefined if there is none. */
export type Committed = (
	paths: readonly string[],
) => Promise<FileTree | undefined>;

interface ReadOptions {
	/** Replaces the files of bundles that cannot be read. @default no commit */
	readonly committed?: Committed;
	/** Bundles that cannot be read, because of a link in them. */
	readonly broken?: ReadonlySet<string>;
}

/** Compares a tree on disk with rendered bundles, object by object, in stable order. */
export async function changesTo(
	before: FileTree,
	after: readonly RenderedBundle[],
	{ committed = async () => undefined, broken = new Set() }: ReadOptions = {},
): Promise<Change[]> {
	const folders = byFolder(before);
	// Skips bundles with identical files, since parsing YAML is expensive.
	const changed = after.filter(
		({ folder, files }) =>
			broken.has(folder) || !sameFiles(folders.get(folder), files),
	);
	const toCompare = new Set(changed.map(({ folder }) => folder));
	for (const { folder } of after)
		if (!toCompare.has(folder)) folders.delete(folder);
	const { bundles, unreadable } = await readBundles(folders, broken, committed);
	const rendered = new Map(
		changed
			.filter(({ folder }) => !unreadable.has(folder))
			.map((bundle) => [bundle.folder, objectsOf(bundle)]),
	);
	return [
		...compare(bundles, rendered),
		...[...unreadable]
			.sort()
			.map((folder) => unknownChange(folder, toCompare.has(folder))),
	];
}

/** Reads bundles from disk, and those that cannot be read from the last commit. */
async function readBundles(
	folders: ReadonlyMap<string, FileTree>,
	broken: ReadonlySet<string>,
	committed: Committed,
): Promise<{ bundles: Bundles; unreadable: ReadonlySet<string> }> {
	const bundles = new Map<string, Objects>();
	const unreadable = new Set(broken);
	for (const [folder, files] of folders) {
		const objects = broken.has(folder) ? undefined : tryRead(folder, files);
		if (objects === undefined) unreadable.add(folder);
		else bundles.set(folder, objects);
	}
	const files =
		unreadable.size === 0 ? undefined : await committed([...unreadable].sort());
	if (files === undefined) return { bundles, unreadable };
	// A bundle that the commit does not have is new to Fleet.
	unreadable.clear();
	for (const [folder, bundle] of byFolder(files)) {
		const objects = tryRead(folder, bundle);
		if (objects === undefined) unreadable.add(folder);
		else bundles.set(folder, objects);
	}
	return { bundles, unreadable };
}

/** Change of a bundle that can be read neither on disk nor in Git. If it is still rendered, synth rewrites it. */
const unknownChange = (bundle: string, isRendered: boolean): Change =>
	isRendered
		? {
				bundle,
				object: "fleet.yaml",
				action: "change",
				details: ["the old files cannot be read"],
			}
		: {
				bundle,
				object: "fleet.yaml",
				action: "remove",
				details: [],
				destroys: `every object of the bundle in ${bundle}, whose files cannot be read`,
			};

/** Compares two trees on disk, object by object, in stable order. */
export const changesBetween = (before: FileTree, after: FileTree): Change[] =>
	compare(objectsOnDisk(byFolder(before)), objectsOnDisk(byFolder(after)));

type Bundles = ReadonlyMap<string, Objects>;

const compare = (before: Bundles, after: Bundles): Change[] =>
	[...new Set([...before.keys(), ...after.keys()])]
		.sort()
		.flatMap((folder) =>
			bundleChanges(folder, before.get(folder), after.get(folder)),
		);

function bundleChanges(
	folder: string,
	before: Objects | undefined,
	after: Objects | undefined,
): Change[] {
	const names = new Set([...(before?.keys() ?? []), ...(after?.keys() ?? [])]);
	return [...names].sort().flatMap((object): Change[] => {
		const was = before?.get(object);
		const is = after?.get(object);
		const action =
			was === undefined ? "add" : is === undefined ? "remove" : "change";
		const details =
			was !== undefined && is !== undefined ? differences(was, is) : [];
		if (action === "change" && details.length === 0) return [];
		const destroys = destruction(folder, object, was, is);
		return [
			{
				bundle: folder,
				object,
				action,
				details,
				...(destroys && { destroys }),
			},
		];
	});
}

function differences(before: object, after: object): string[] {
	const show = (value: unknown) => {
		const text = JSON.stringify(value) ?? "nothing";
		return text.length > 120 ? `${text.slice(0, 117)}...` : text;
	};
	return diff(before, after, { cyclesFix: false }).map((change) => {
		const path = change.path.join(".");
		if (change.type === "CREATE") return `${path}: added ${show(change.value)}`;
		if (change.type === "REMOVE")
			return `${path}: removed ${show(change.oldValue)}`;
		return `${path}: ${show(change.oldValue)} -> ${show(change.value)}`;
	});
}
