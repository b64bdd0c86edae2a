import { basename, dirname } from "node:path";
import { type FileTree, fromYaml } from "@lab/core";
import diff from "microdiff";
import type { FleetYaml } from "./fleet-yaml.ts";
import { identityOf, type Manifest } from "./manifest.ts";
import { GENERATED, KUSTOMIZATION, type RenderedBundle } from "./render.ts";

/** What becomes of one object, or of a bundle's `fleet.yaml`. */
export interface Change {
	readonly bundle: string;
	/** `fleet.yaml`, or `Kind.group namespace/name`. */
	readonly object: string;
	readonly action: "add" | "remove" | "change";
	/** For `change`: `path: old -> new`, one a value. */
	readonly details: readonly string[];
	/** What Fleet would delete on account of this change, if anything. */
	readonly destroys?: string;
}

/** Helm deletes data or definitions with these. */
const PRECIOUS = new Set([
	"CustomResourceDefinition",
	"Namespace",
	"PersistentVolume",
	"PersistentVolumeClaim",
]);

type Objects = ReadonlyMap<string, Manifest | FleetYaml>;

/** Compares a tree on disk with what was rendered, object by object, in stable order. */
export function changesTo(
	before: FileTree,
	after: readonly RenderedBundle[],
): Change[] {
	const old = byFolder(before);
	// Reading YAML is what costs: bundles whose files are the same bytes are left out.
	const changed = after.filter(
		({ folder, files }) => !sameFiles(old.get(folder), files),
	);
	const stale = new Set(changed.map(({ folder }) => folder));
	for (const { folder } of after) if (!stale.has(folder)) old.delete(folder);
	return compare(
		objectsOnDisk(old),
		new Map(changed.map((bundle) => [bundle.folder, objectsOf(bundle)])),
	);
}

/** Compares two trees on disk, object by object, in stable order. */
export const changesBetween = (before: FileTree, after: FileTree): Change[] =>
	compare(objectsOnDisk(byFolder(before)), objectsOnDisk(byFolder(after)));

type Bundles = ReadonlyMap<string, Objects>;

const compare = (old: Bundles, young: Bundles): Change[] =>
	[...new Set([...old.keys(), ...young.keys()])]
		.sort()
		.flatMap((folder) =>
			bundleChanges(folder, old.get(folder), young.get(folder)),
		);

/** The files of each bundle, by their names. */
function byFolder(tree: FileTree): Map<string, Map<string, string>> {
	const folders = new Map<string, Map<string, string>>();
	for (const [path, text] of tree) {
		const folder = dirname(path);
		const files = folders.get(folder) ?? new Map<string, string>();
		folders.set(folder, files.set(basename(path), text));
	}
	return folders;
}

/** Whether two trees hold the same bytes. */
export const sameFiles = (a: FileTree | undefined, b: FileTree): boolean =>
	a?.size === b.size && [...b].every(([path, text]) => a.get(path) === text);

function bundleChanges(
	folder: string,
	before: Objects | undefined,
	after: Objects | undefined,
): Change[] {
	const names = new Set([...(before?.keys() ?? []), ...(after?.keys() ?? [])]);
	return [...names].sort().flatMap((object): Change[] => {
		const old = before?.get(object);
		const young = after?.get(object);
		const action =
			old === undefined ? "add" : young === undefined ? "remove" : "change";
		const details =
			old !== undefined && young !== undefined ? differences(old, young) : [];
		if (action === "change" && details.length === 0) return [];
		const destroys = destruction(folder, object, old, young);
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

function destruction(
	folder: string,
	object: string,
	old: Manifest | FleetYaml | undefined,
	young: Manifest | FleetYaml | undefined,
): string | undefined {
	if (old === undefined) return undefined;
	if (object !== "fleet.yaml") {
		const { kind } = old as Manifest;
		return young === undefined && PRECIOUS.has(kind)
			? `${object}, with what it holds`
			: undefined;
	}
	const was = old as FleetYaml;
	if (young === undefined) {
		return was.keepResources === true
			? undefined
			: `every object of the bundle ${was.name ?? folder}`;
	}
	const is = young as FleetYaml;
	const moved = (["name", "defaultNamespace", "namespace"] as const).find(
		(key) => was[key] !== is[key],
	);
	if (moved !== undefined) {
		return `the release of ${was.name ?? folder} (its ${moved} was ${was[moved]}), after installing it anew`;
	}
	if (was.helm?.releaseName !== is.helm?.releaseName) {
		return `the release ${was.helm?.releaseName ?? was.name}, after installing ${is.helm?.releaseName ?? is.name}`;
	}
	return undefined;
}

function differences(old: object, young: object): string[] {
	const show = (value: unknown) => {
		const text = JSON.stringify(value) ?? "nothing";
		return text.length > 120 ? `${text.slice(0, 117)}...` : text;
	};
	return diff(old, young, { cyclesFix: false }).map((change) => {
		const path = change.path.join(".");
		if (change.type === "CREATE") return `${path}: added ${show(change.value)}`;
		if (change.type === "REMOVE")
			return `${path}: removed ${show(change.oldValue)}`;
		return `${path}: ${show(change.oldValue)} -> ${show(change.value)}`;
	});
}

/** Every object of a rendered bundle by its identity, as a reader of the files would see it. */
function objectsOf({
	files,
	fleetYaml,
	objects,
	namespace,
}: RenderedBundle): Objects {
	const plain = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T;
	return new Map<string, Manifest | FleetYaml>([
		["fleet.yaml", plain(fleetYaml)],
		...objects.map(
			(object) => [identityOf(object, namespace), plain(object)] as const,
		),
		...[KUSTOMIZATION]
			.filter((path) => files.has(path))
			.map(
				(path) =>
					[path, fromYaml(files.get(path) ?? "", path) as Manifest] as const,
			),
	]);
}

/** Every object of each bundle by its identity. */
const objectsOnDisk = (
	folders: ReadonlyMap<string, FileTree>,
): Map<string, Objects> =>
	new Map(
		[...folders]
			.filter(([, files]) => files.has("fleet.yaml"))
			.map(([folder, files]) => [folder, objectsIn(folder, files)] as const),
	);

function objectsIn(folder: string, files: FileTree): Objects {
	const read = (name: string) =>
		fromYaml(files.get(name) ?? "", `${folder}/${name}`);
	const fleetYaml = read("fleet.yaml") as FleetYaml;
	return new Map<string, Manifest | FleetYaml>(
		[...files.keys()].map((name) => {
			if (name === "fleet.yaml") return [name, fleetYaml] as const;
			const manifest = read(name) as Manifest;
			if (name === KUSTOMIZATION) return [name, manifest] as const;
			const namespace = fleetYaml.defaultNamespace ?? "default";
			return [identityOf(manifest, namespace), manifest] as const;
		}),
	);
}

/** Files below the tree that the generator did not write, and that Fleet would take for part of a bundle. */
export const strayFiles = (tree: FileTree): string[] =>
	[...tree]
		.filter(([, text]) => !text.startsWith(GENERATED))
		.map(([path]) => path);
