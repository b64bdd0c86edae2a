import { type FileTree, fromYaml } from "@lab/core";
import diff from "microdiff";
import type { FleetYaml } from "./fleet-yaml.ts";
import { identityOf, type Manifest } from "./manifest.ts";
import { GENERATED } from "./render.ts";

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

/** Compares two trees, object by object, in stable order. */
export function changesBetween(before: FileTree, after: FileTree): Change[] {
	const old = objectsByBundle(before);
	const young = objectsByBundle(after);
	return [...new Set([...old.keys(), ...young.keys()])]
		.sort()
		.flatMap((folder) =>
			bundleChanges(folder, old.get(folder), young.get(folder)),
		);
}

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

function objectsByBundle(tree: FileTree): Map<string, Objects> {
	const folders = [...tree.keys()]
		.filter((path) => path.endsWith("/fleet.yaml"))
		.map((path) => path.slice(0, -"/fleet.yaml".length));
	return new Map(
		folders.map((folder) => {
			const prefix = `${folder}/`;
			const files = [...tree].filter(([path]) => path.startsWith(prefix));
			const fleetYaml = fromYaml(
				tree.get(`${folder}/fleet.yaml`) ?? "",
				`${folder}/fleet.yaml`,
			) as FleetYaml;
			const objects = files
				.filter(([path]) => path !== `${prefix}fleet.yaml`)
				.map(([path, text]) => {
					const manifest = fromYaml(text, path) as Manifest;
					const identity =
						manifest.metadata === undefined
							? path.slice(prefix.length)
							: identityOf(manifest, fleetYaml.defaultNamespace ?? "default");
					return [identity, manifest] as const;
				});
			return [
				folder,
				new Map<string, Manifest | FleetYaml>([
					["fleet.yaml", fleetYaml],
					...objects,
				]),
			];
		}),
	);
}

/** Files below the tree that the generator did not write, and that Fleet would take for part of a bundle. */
export const strayFiles = (tree: FileTree): string[] =>
	[...tree]
		.filter(([, text]) => !text.startsWith(GENERATED))
		.map(([path]) => path);
