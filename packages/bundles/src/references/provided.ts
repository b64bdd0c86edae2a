import {
	apiGroupOf,
	groupKindOf,
	isBuiltInGroup,
	namespaceOf,
	type ReadObject,
} from "@lab/kubernetes";
import type { Bundle } from "../bundle.ts";
import type { Platform } from "../platform.ts";
import type { RenderedBundle } from "../render.ts";
import { builtInObjects, isEverywhere } from "./built-in.ts";
import { QUALIFIED } from "./by-key.ts";
import { madeFrom, mayMakeMore } from "./controllers.ts";
import { podTemplateOf } from "./pod-template.ts";
import { entriesOf, type Json, mapOf } from "./reference.ts";
import type { Pods } from "./selector.ts";
import { type TargetName, targets } from "./targets.ts";

/** What a cluster will have after all bundles of a tree are deployed. */
export interface Provided {
	readonly namespaces: ReadonlySet<string>;
	/**
	 * Finds an object; undefined if nothing creates it.
	 *
	 * @param reader bundle that refers to it: no other bundle can rely on the objects of a parked one
	 */
	find(
		kind: TargetName,
		name: string,
		namespace: string,
		reader: Bundle,
	): ReadObject | undefined;
	/** Names of the objects of a kind in a namespace, for suggestions. */
	names(kind: TargetName, namespace: string): string[];
	/** Labels of each node; empty if no node is known. */
	readonly nodes: readonly Json[];
	/** Pods in a namespace. */
	pods(namespace: string): readonly Pods[];
	/** What may create further objects of a kind in a namespace; undefined if nothing does. */
	unknownMakers(kind: TargetName, namespace: string): Makers | undefined;
}

/** What may create objects of which we know nothing. */
export interface Makers {
	/** Charts of which nothing, or something older, was recorded. */
	readonly charts: ReadonlySet<string>;
	/** Whether an unknown controller also acts on a custom resource. */
	readonly other: boolean;
}

/** Collects what the platform, the bundles and their charts create. */
export function providedBy(
	bundles: readonly RenderedBundle[],
	platform: Platform,
): Provided {
	const objects = new Map<string, Owned>();
	const byKind = new Map<string, string[]>();
	const pods = new Map<string, Pods[]>();
	const makers = new Map<string, Makers>();
	const namespaces = new Set(platform.namespaces);
	const nodes = (platform.objects ?? [])
		.filter(({ kind }) => kind === "Node")
		.map(({ metadata }) => mapOf(metadata.labels));

	const addOne = (
		object: ReadObject,
		release: string,
		parked: Bundle | undefined,
	): void => {
		const id = groupKindOf(object);
		const namespace = namespaceOf(object, release);
		const { name } = object.metadata;
		const keys: [string, string][] = [[namespace ?? "", name]];
		if (namespace !== undefined && apiGroupOf(object) === "traefik.io")
			keys.push([QUALIFIED, `${namespace}-${name}`]);
		for (const [place, called] of keys) {
			objects.set(`${id} ${place}/${called}`, { object, parked });
			append(byKind, `${id} ${place}`, called);
		}
		if (object.kind === "Namespace") namespaces.add(name);
	};
	const add = (
		object: ReadObject,
		release: string,
		{
			parked,
			open = false,
		}: { readonly parked?: Bundle | undefined; readonly open?: boolean } = {},
	): void => {
		addOne(object, release, parked);
		const namespace = namespaceOf(object, release) ?? release;
		const own = podsOf(object);
		if (own !== undefined) append(pods, namespace, { ...own, open });
		for (const made of madeFrom(object)) {
			addOne(
				{ ...made, metadata: { namespace, ...made.metadata } },
				release,
				parked,
			);
			const { labels } = made.metadata;
			if (made.kind === "Pod")
				append(pods, namespace, { labels: mapOf(labels), open: true });
		}
		const group = apiGroupOf(object);
		if (!isBuiltInGroup(group) && mayMakeMore(group))
			makers.set(namespace, {
				charts: new Set(),
				...makers.get(namespace),
				other: true,
			});
	};
	for (const object of [...builtInObjects, ...(platform.objects ?? [])])
		add(object, "default", { open: true });
	for (const { bundle, namespace, objects: own } of bundles) {
		const parked = bundle.props.parkedUntil && bundle;
		namespaces.add(namespace);
		for (const object of own) add(object, namespace, { parked });
		const { helm } = bundle.props;
		if (helm === undefined) continue;
		for (const object of helm.creates?.objects ?? [])
			add(object, namespace, { parked });
		if (helm.creates?.exact === true) continue;
		// Most charts create objects in their own namespace; changed values hardly add a class or a role.
		for (const place of helm.creates ? [namespace] : [namespace, ""]) {
			const charts = new Set(makers.get(place)?.charts).add(helm.chart);
			makers.set(place, { other: false, ...makers.get(place), charts });
		}
	}
	return {
		namespaces,
		nodes,
		find(kind, name, namespace, reader) {
			const found = objects.get(`${listOf(kind, namespace)}/${name}`);
			if (found !== undefined)
				return found.parked === undefined || found.parked === reader
					? found.object
					: undefined;
			return isEverywhere(kind, name)
				? { apiVersion: "", kind, metadata: { name } }
				: undefined;
		},
		names: (kind, namespace) => byKind.get(listOf(kind, namespace)) ?? [],
		pods: (namespace) => pods.get(namespace) ?? [],
		unknownMakers: (kind, namespace) =>
			makers.get(targets[kind].namespaced ? namespace : ""),
	};
}

interface Owned {
	readonly object: ReadObject;
	/** The bundle that creates it, if that is parked. */
	readonly parked: Bundle | undefined;
}

/** Kind and place of the objects that a reference can mean. */
function listOf(kind: TargetName, namespace: string): string {
	const { group, namespaced } = targets[kind];
	return [
		group === "" ? kind : `${kind}.${group}`,
		namespaced ? namespace : "",
	].join(" ");
}

const append = <K, V>(lists: Map<K, V[]>, key: K, value: V): void => {
	const list = lists.get(key);
	if (list === undefined) lists.set(key, [value]);
	else list.push(value);
};

/** Pods that a workload creates; undefined for other objects. */
function podsOf(object: ReadObject): Omit<Pods, "open"> | undefined {
	const found = podTemplateOf(object);
	if (found === undefined) return undefined;
	const { metadata, spec } = found.template;
	return {
		added: found.added,
		labels: mapOf(mapOf(metadata).labels),
		ports: new Set(
			["containers", "initContainers"].flatMap((list) =>
				entriesOf(mapOf(spec)[list]).flatMap(([, container]) =>
					entriesOf(container.ports).map(([, { name }]) => String(name)),
				),
			),
		),
	};
}
