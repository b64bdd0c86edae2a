import { groupKindOf, type ReadObject } from "@lab/kubernetes";
import { podTemplateOf } from "../references/pod-template.ts";
import { entriesOf, type Json, mapOf } from "../references/reference.ts";
import type { RenderedBundle } from "../render.ts";
import { eachObject } from "./_objects.ts";

/** The pods of an object, as its template describes them. */
export interface PodSpec {
	readonly object: ReadObject;
	readonly entry: RenderedBundle;
	readonly labels: Json;
	readonly spec: Json;
	/** Where the spec is in the object. */
	readonly path: string;
}

/** Visits the pods of every workload. */
export const eachPod = <T>(
	bundles: readonly RenderedBundle[],
	visit: (pod: PodSpec) => readonly T[],
): T[] =>
	eachObject(bundles, (object, entry) => {
		const found = podTemplateOf(object);
		if (found === undefined) return [];
		const { metadata, spec } = found.template;
		return visit({
			object,
			entry,
			labels: mapOf(mapOf(metadata).labels),
			spec: mapOf(spec),
			path: groupKindOf(object) === "Pod" ? "spec" : `${found.path}.spec`,
		});
	});

/** Containers of a pod, with their place in its spec. */
export const containersOf = (spec: Json): [string, Json][] =>
	["initContainers", "containers"].flatMap((list) =>
		entriesOf(spec[list]).map(([index, container]): [string, Json] => [
			`${list}[${index}]`,
			container,
		]),
	);
