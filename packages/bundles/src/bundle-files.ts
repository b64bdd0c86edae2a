import { basename, dirname } from "node:path";
import { type FileTree, fromYaml, LabError } from "@lab/core";
import { identityOf, isObject, type ReadObject } from "@lab/kubernetes";
import type { FleetYaml } from "./fleet-yaml.ts";
import { KUSTOMIZATION, type RenderedBundle } from "./render.ts";

/** Objects of a bundle by identity, and its `fleet.yaml` and `kustomization.yaml`. */
export type Objects = ReadonlyMap<string, ReadObject | FleetYaml>;

/** Files of each bundle by file name, by folder. */
export function byFolder(tree: FileTree): Map<string, Map<string, string>> {
	const folders = new Map<string, Map<string, string>>();
	for (const [path, text] of tree) {
		const folder = dirname(path);
		const files = folders.get(folder) ?? new Map<string, string>();
		folders.set(folder, files.set(basename(path), text));
	}
	return folders;
}

/** Whether two trees have identical files. */
export const sameFiles = (a: FileTree | undefined, b: FileTree): boolean =>
	a?.size === b.size && [...b].every(([path, text]) => a.get(path) === text);

/** Objects of a rendered bundle by identity, as if parsed from its files. */
export function objectsOf({
	files,
	fleetYaml,
	objects,
	namespace,
}: RenderedBundle): Objects {
	const plain = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T;
	return new Map<string, ReadObject | FleetYaml>([
		["fleet.yaml", plain(fleetYaml)],
		...objects.map(
			(object) => [identityOf(object, namespace), plain(object)] as const,
		),
		...[KUSTOMIZATION]
			.filter((path) => files.has(path))
			.map(
				(path) =>
					[path, fromYaml(files.get(path) ?? "", path) as ReadObject] as const,
			),
	]);
}

/** Objects of each bundle by identity, by folder. */
export const objectsOnDisk = (
	folders: ReadonlyMap<string, FileTree>,
): Map<string, Objects> =>
	new Map(
		[...folders]
			.filter(([, files]) => files.has("fleet.yaml"))
			.map(([folder, files]) => [folder, objectsIn(folder, files)] as const),
	);

/** Markers of a merge conflict. */
const UNMERGED = /^(<{7}|>{7})( |$)/m;

/** @returns undefined if a file is missing, empty, damaged or has a merge conflict */
export function tryRead(folder: string, files: FileTree): Objects | undefined {
	if ([...files.values()].some((text) => UNMERGED.test(text))) return undefined;
	try {
		const values = valuesIn(folder, files);
		const { name } = (values.get("fleet.yaml") ?? {}) as Partial<FleetYaml>;
		const isWhole = [...values].every(
			([path, value]) => isObject(value) || !isOfObject(path),
		);
		return typeof name === "string" && isWhole ? identified(values) : undefined;
	} catch (error) {
		if (error instanceof LabError) return undefined;
		throw error;
	}
}

const isOfObject = (path: string): boolean =>
	path !== "fleet.yaml" && path !== KUSTOMIZATION;

const objectsIn = (folder: string, files: FileTree): Objects =>
	identified(valuesIn(folder, files));

const valuesIn = (folder: string, files: FileTree): Map<string, unknown> =>
	new Map(
		[...files].map(([path, text]) => [
			path,
			fromYaml(text, `${folder}/${path}`),
		]),
	);

function identified(values: ReadonlyMap<string, unknown>): Objects {
	const { defaultNamespace = "default" } = values.get(
		"fleet.yaml",
	) as FleetYaml;
	return new Map(
		[...values].map(([path, value]) => {
			const object = value as ReadObject;
			return [
				isOfObject(path) ? identityOf(object, defaultNamespace) : path,
				object,
			];
		}),
	);
}
