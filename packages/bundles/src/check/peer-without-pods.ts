import { type Finding, fault, suggestion } from "@lab/core";
import { groupKindOf, namespaceOf, titleOf } from "@lab/kubernetes";
import type { Platform } from "../platform.ts";
import type { Provided } from "../references/provided.ts";
import { entriesOf, isMap, type Json, mapOf } from "../references/reference.ts";
import { type Pods, type Selector, selects } from "../references/selector.ts";
import type { RenderedBundle } from "../render.ts";
import { eachObject } from "./_objects.ts";
import { placeOf } from "./_places.ts";
import { providedOf } from "./_references.ts";
import type { Rule } from "./rule.ts";

const code = "peer-without-pods";

/** Every peer of a NetworkPolicy exists: a misspelt one is let in no more than anybody else. */
export const peerWithoutPods: Rule = {
	code,
	check: (bundles, platform) => {
		if (platform.objects === undefined) return [];
		const provided = providedOf(bundles, platform);
		const deployed = new Set(bundles.map(({ namespace }) => namespace));
		return eachObject(bundles, (object, entry) => {
			if (groupKindOf(object) !== "NetworkPolicy.networking.k8s.io") return [];
			const own = namespaceOf(object, entry.namespace) ?? "";
			return peersOf(mapOf(object.spec)).flatMap(({ peer, at }) => {
				const finding = (what: string, help: string, field = ""): Finding =>
					fault({
						code,
						what: `${titleOf(object)} ${what}`,
						where: placeOf(entry, object, `${at}${field}`),
						help,
					});
				const { named, label } = namespacesOf(peer.namespaceSelector, own);
				if (label !== undefined && !isLabelOfNamespace(bundles, label))
					return [
						finding(
							`names namespaces with the label ${label}, which no namespace has`,
							`select them by ${NAME}`,
							".namespaceSelector",
						),
					];
				const unknown = (named ?? []).filter(
					(name) => !isNamespace(name, provided, platform),
				);
				if (unknown.length > 0)
					return unknown.map((name) =>
						finding(
							`names the namespace ${name}, which nothing creates`,
							suggestion(name, [...provided.namespaces]),
							".namespaceSelector",
						),
					);
				return named !== undefined &&
					isMap(peer.podSelector) &&
					named.every((namespace) =>
						isWithout(
							peer.podSelector as Selector,
							namespace,
							provided,
							deployed,
						),
					)
					? [
							finding(
								`names pods of ${named.join(", ")} with ${JSON.stringify(peer.podSelector)}, but no workload there has such pods`,
								"use labels of the pod template that it is meant for",
								".podSelector",
							),
						]
					: [];
			});
		});
	},
};

const NAME = "kubernetes.io/metadata.name";

interface Peer {
	readonly peer: Json;
	readonly at: string;
}

const peersOf = (spec: Json): Peer[] =>
	(
		[
			["ingress", "from"],
			["egress", "to"],
		] as const
	).flatMap(([direction, side]) =>
		entriesOf(spec[direction]).flatMap(([index, rule]) =>
			entriesOf(rule[side]).map(([number, peer]) => ({
				peer,
				at: `spec.${direction}[${index}].${side}[${number}]`,
			})),
		),
	);

/**
 * Namespaces of a peer by name, and a label of them that is not their name;
 * both are undefined for all namespaces.
 */
export function namespacesOf(
	selector: unknown,
	own: string,
): { readonly named?: readonly string[]; readonly label?: string } {
	if (!isMap(selector)) return { named: [own] };
	const { matchLabels, matchExpressions } = selector;
	const labels = mapOf(matchLabels);
	const label = Object.keys(labels).find((key) => key !== NAME);
	if (label !== undefined) return { label };
	const name = labels[NAME];
	if (typeof name === "string") return { named: [name] };
	const [expression] = entriesOf(matchExpressions)
		.map(([, one]) => one)
		.filter(({ key, operator }) => key === NAME && operator === "In");
	return Array.isArray(expression?.values)
		? { named: expression.values.map(String) }
		: {};
}

const isNamespace = (
	name: string,
	{ namespaces }: Provided,
	{ laterNamespaces = [] }: Platform,
): boolean => namespaces.has(name) || laterNamespaces.includes(name);

/** Programs add labels with a domain to namespaces; others are those of Namespace objects. */
const isLabelOfNamespace = (
	bundles: readonly RenderedBundle[],
	label: string,
): boolean =>
	label.includes("/") ||
	bundles.some(({ objects }) =>
		objects.some(
			({ kind, metadata }) =>
				kind === "Namespace" && label in mapOf(metadata.labels),
		),
	);

/** Whether a namespace is known to have no pods that match; what runs where no bundle deploys is mostly unknown. */
function isWithout(
	selector: Selector,
	namespace: string,
	provided: Provided,
	deployed: ReadonlySet<string>,
): boolean {
	const pods: readonly Pods[] = provided.pods(namespace);
	return (
		(pods.length > 0 || deployed.has(namespace)) &&
		provided.unknownMakers("ConfigMap", namespace) === undefined &&
		!pods.some((one) => selects(selector, one))
	);
}
