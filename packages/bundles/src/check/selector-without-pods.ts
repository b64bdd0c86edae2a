import { fault, warning } from "@lab/core";
import {
	groupKindOf,
	namespaceOf,
	type ReadObject,
	titleOf,
} from "@lab/kubernetes";
import { podTemplateOf } from "../references/pod-template.ts";
import { entriesOf, mapOf } from "../references/reference.ts";
import { type Pods, type Selector, selects } from "../references/selector.ts";
import { eachObject } from "./_objects.ts";
import { placeOf } from "./_places.ts";
import { providedOf } from "./_references.ts";
import type { Rule } from "./rule.ts";

/** Pod selectors, by `Kind.group` of the object. */
const selectors: Readonly<
	Record<string, { readonly path: string; read(object: ReadObject): Selector }>
> = {
	Service: {
		path: "spec.selector",
		read: ({ spec }) => ({ matchLabels: mapOf(spec).selector }),
	},
	"PodDisruptionBudget.policy": {
		path: "spec.selector",
		read: ({ spec }) => mapOf(mapOf(spec).selector),
	},
	"VMPodScrape.operator.victoriametrics.com": {
		path: "spec.selector",
		// With a selector of namespaces, the pods may be anywhere.
		read: ({ spec }) =>
			mapOf(spec).namespaceSelector === undefined
				? mapOf(mapOf(spec).selector)
				: {},
	},
	"NetworkPolicy.networking.k8s.io": {
		path: "spec.podSelector",
		read: ({ spec }) => mapOf(mapOf(spec).podSelector),
	},
};

/** A selector, and where it is. */
interface Located {
	readonly selector: Selector;
	readonly path: string;
}

/** Every selector of pods matches those of some workload, also in the rules by which pods are spread. */
export const selectorWithoutPods: Rule = {
	code: "selector-without-pods",
	check: (bundles, platform) => {
		if (platform.objects === undefined) return [];
		const provided = providedOf(bundles, platform);
		return eachObject(bundles, (object, entry) => {
			const kind = selectors[groupKindOf(object)];
			const located = [
				...(kind === undefined
					? []
					: [{ selector: kind.read(object), path: kind.path }]),
				...neighboursOf(object),
			].filter(({ selector }) => !isEmpty(selector));
			if (located.length === 0) return [];
			const namespace = namespaceOf(object, entry.namespace) ?? "";
			const pods = provided.pods(namespace);
			return located.flatMap(({ selector, path }) => {
				if (pods.some((one) => selects(selector, one))) return [];
				// A chart or controller that we do not know may create the pods.
				if (provided.unknownMakers("ConfigMap", namespace) !== undefined)
					return [];
				const judge = mayMatchLater(selector, pods) ? warning : fault;
				const labels = Object.entries(mapOf(selector.matchLabels));
				return [
					judge({
						code: "selector-without-pods",
						what: `${titleOf(object)} selects pods of ${namespace} with ${labels.map((label) => label.join("=")).join(", ") || "its expressions"}, but no workload has such pods`,
						where: placeOf(entry, object, path),
						help: "use labels of the pod template that it is meant for",
					}),
				];
			});
		});
	},
};

/** Pods near which, or apart from which, a workload's pods run. */
function neighboursOf(object: ReadObject): Located[] {
	const found = podTemplateOf(object);
	if (found === undefined) return [];
	const { affinity, topologySpreadConstraints } = mapOf(found.template.spec);
	const path = [found.path, "spec"].filter(Boolean).join(".");
	const terms = (["podAffinity", "podAntiAffinity"] as const).flatMap((kind) =>
		["preferred", "required"]
			.map((strength) => `${strength}DuringSchedulingIgnoredDuringExecution`)
			.flatMap((list) =>
				entriesOf(mapOf(mapOf(affinity)[kind])[list]).map(([index, entry]) => ({
					term: mapOf(entry.podAffinityTerm ?? entry),
					at: `${path}.affinity.${kind}.${list}[${index}]`,
				})),
			),
	);
	return [
		...terms
			// With other namespaces, the pods may be anywhere.
			.filter(
				({ term }) =>
					term.namespaces === undefined && term.namespaceSelector === undefined,
			)
			.map(({ term, at }) => ({
				selector: mapOf(term.labelSelector),
				path: `${at}.labelSelector`,
			})),
		...entriesOf(topologySpreadConstraints).map(([index, constraint]) => ({
			selector: mapOf(constraint.labelSelector),
			path: `${path}.topologySpreadConstraints[${index}].labelSelector`,
		})),
	];
}

/** Whether only labels are missing that no pod template has: a program may add them to its own pods. */
function mayMatchLater(
	{ matchLabels }: Selector,
	pods: readonly Pods[],
): boolean {
	const known = Object.entries(mapOf(matchLabels)).filter(([key]) =>
		pods.some(({ labels }) => key in labels),
	);
	return (
		known.length > 0 &&
		pods.some((one) => selects({ matchLabels: Object.fromEntries(known) }, one))
	);
}

/** An empty selector selects nothing, or everything, on purpose. */
const isEmpty = ({ matchLabels, matchExpressions }: Selector): boolean =>
	Object.keys(mapOf(matchLabels)).length === 0 &&
	!(Array.isArray(matchExpressions) && matchExpressions.length > 0);
