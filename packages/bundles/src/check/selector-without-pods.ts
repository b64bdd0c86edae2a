import { fault, warning } from "@lab/core";
import {
	groupKindOf,
	namespaceOf,
	type ReadObject,
	titleOf,
} from "@lab/kubernetes";
import { mapOf } from "../references/reference.ts";
import { type Pods, type Selector, selects } from "../references/selector.ts";
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

/** Every selector of pods matches those of some workload. */
export const selectorWithoutPods: Rule = {
	code: "selector-without-pods",
	check: (bundles, platform) => {
		if (platform.objects === undefined) return [];
		const provided = providedOf(bundles, platform);
		return bundles.flatMap((entry) =>
			entry.objects.flatMap((object) => {
				const kind = selectors[groupKindOf(object)];
				const selector = kind?.read(object) ?? {};
				const namespace = namespaceOf(object, entry.namespace) ?? "";
				const labels = Object.entries(mapOf(selector.matchLabels));
				if (kind === undefined || isEmpty(selector)) return [];
				const pods = provided.pods(namespace);
				if (pods.some((one) => selects(selector, one))) return [];
				// A chart or controller that we do not know may create the pods.
				if (provided.unknownMakers("ConfigMap", namespace) !== undefined)
					return [];
				const judge = mayMatchLater(selector, pods) ? warning : fault;
				return [
					judge({
						code: "selector-without-pods",
						what: `${titleOf(object)} selects pods of ${namespace} with ${labels.map((label) => label.join("=")).join(", ") || "its expressions"}, but no workload has such pods`,
						where: placeOf(entry, object, kind.path),
						help: "use labels of the pod template that it is meant for",
					}),
				];
			}),
		);
	},
};

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
