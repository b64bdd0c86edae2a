import type { ReadObject } from "@lab/kubernetes";
import type { FleetYaml } from "./fleet-yaml.ts";

/** Kinds whose deletion also deletes data or other objects. */
const CASCADING = new Set([
	"CustomResourceDefinition",
	"Namespace",
	"PersistentVolume",
	"PersistentVolumeClaim",
]);

/** @returns what Fleet would delete because of a change; undefined if nothing that keeps data */
export function destruction(
	folder: string,
	object: string,
	before: ReadObject | FleetYaml | undefined,
	after: ReadObject | FleetYaml | undefined,
): string | undefined {
	if (before === undefined) return undefined;
	if (object !== "fleet.yaml") {
		return after === undefined && destroysData(before as ReadObject)
			? `${object} and its contents`
			: undefined;
	}
	const was = before as FleetYaml;
	if (after === undefined) {
		return was.keepResources === true
			? undefined
			: `every object of the bundle ${was.name ?? folder}`;
	}
	const is = after as FleetYaml;
	const moved = (["name", "defaultNamespace", "namespace"] as const).find(
		(key) => was[key] !== is[key],
	);
	if (moved !== undefined) {
		return `the release of ${was.name ?? folder} (its ${moved} was ${was[moved]}), after reinstalling it`;
	}
	if (was.helm?.releaseName !== is.helm?.releaseName) {
		return `the release ${was.helm?.releaseName ?? was.name}, after installing ${is.helm?.releaseName ?? is.name}`;
	}
	return destroyedByValues(was, is);
}

/** Whether Helm deletes an object that is no longer there, and data with it. */
function destroysData(object: ReadObject): boolean {
	// A file of kustomize among the objects has no metadata.
	const { kind, metadata, spec } = object as Partial<ReadObject>;
	if (metadata?.annotations?.["helm.sh/resource-policy"] === "keep")
		return false;
	if (CASCADING.has(kind ?? "")) return true;
	// Its claims stay, unless it says otherwise.
	const { persistentVolumeClaimRetentionPolicy } = (spec ?? {}) as {
		persistentVolumeClaimRetentionPolicy?: { whenDeleted?: string };
	};
	return (
		kind === "StatefulSet" &&
		persistentVolumeClaimRetentionPolicy?.whenDeleted === "Delete"
	);
}

/** Values of a chart after which its objects have other names, or a volume is gone. */
function destroyedByValues(was: FleetYaml, is: FleetYaml): string | undefined {
	if (was.helm?.chart === undefined || was.helm.chart !== is.helm?.chart)
		return undefined;
	const [before, after] = [was, is].map(({ helm }) =>
		leavesOf(helm?.values),
	) as [Map<string, unknown>, Map<string, unknown>];
	const paths = new Set([...before.keys(), ...after.keys()]);
	const renamed = [...paths].find(
		(path) => NAMES.test(path) && before.get(path) !== after.get(path),
	);
	if (renamed !== undefined)
		return `the objects of ${was.name} that are named after helm.values.${renamed}, and create them again under another name`;
	const gone = [...before].find(
		([path, value]) =>
			VOLUMES.test(path) && value === true && after.get(path) === false,
	);
	return gone === undefined
		? undefined
		: `the volume of ${was.name} that helm.values.${gone[0]} switches off`;
}

const NAMES = /(^|\.)(name|fullname|namespace)Override$/;
const VOLUMES = /(^|\.)(persistence|persistentVolume)\.enabled$/;

function leavesOf(
	value: unknown,
	path = "",
	found = new Map<string, unknown>(),
): Map<string, unknown> {
	if (value === null || typeof value !== "object" || Array.isArray(value))
		return found.set(path, value);
	for (const [key, inner] of Object.entries(value))
		leavesOf(inner, path === "" ? key : `${path}.${key}`, found);
	return found;
}
