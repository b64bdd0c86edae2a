import { type Finding, fault } from "@lab/core";
import { namespaceOf, type ReadObject, titleOf } from "@lab/kubernetes";
import {
	entriesOf,
	isMap,
	isName,
	type Json,
	mapOf,
} from "../references/reference.ts";
import { type Selector, selects } from "../references/selector.ts";
import type { RenderedBundle } from "../render.ts";
import { providedOf } from "./_references.ts";
import type { Rule } from "./rule.ts";

/** Labels that programs set on nodes at run time. */
const setLater =
	/^(.+\.)?(feature\.node\.kubernetes\.io|longhorn\.io|topology\.kubernetes\.io|node\.kubernetes\.io)\//;

/** Every pod that requires a node with some labels finds one: otherwise it stays pending forever. */
export const unknownNode: Rule = {
	code: "unknown-node",
	check: (bundles, platform) => {
		if (platform.objects === undefined) return [];
		const { nodes } = providedOf(bundles, platform);
		if (nodes.length === 0) return [];
		const published = new Set(
			bundles.flatMap(({ objects }) => objects.flatMap(publishedLabels)),
		);
		const isSetLater = (key: string) =>
			setLater.test(key) || published.has(key);
		return bundles.flatMap((entry) =>
			selectorsOf(entry)
				.filter(
					({ selector }) =>
						!nodes.some((labels) =>
							selects(withoutLater(selector, isSetLater), {
								labels,
								open: false,
							}),
						),
				)
				.map(
					({ where, what, selector }): Finding =>
						fault({
							code: "unknown-node",
							what: `${what} requires a node with ${JSON.stringify(selector.matchLabels ?? selector.matchExpressions)}, but no node has these labels`,
							where,
							help: "use labels of the machines in the platform, or add the label to one of them",
						}),
				),
		);
	},
};

/** Labels that node-feature-discovery sets because of a rule. */
const publishedLabels = ({ kind, spec }: ReadObject): string[] =>
	kind === "NodeFeatureRule"
		? entriesOf(mapOf(spec).rules).flatMap(([, { labels }]) =>
				Object.keys(mapOf(labels)),
			)
		: [];

interface Required {
	readonly selector: Selector;
	readonly what: string;
	readonly where: string;
}

function selectorsOf(entry: RenderedBundle): Required[] {
	const found: Required[] = [];
	const read = (value: unknown, what: string, path: string): void => {
		if (Array.isArray(value))
			for (const [index, one] of value.entries())
				read(one, what, `${path}[${index}]`);
		if (!isMap(value)) return;
		for (const [key, inner] of Object.entries(value)) {
			const where = `${path}.${key}`;
			if (key === "topologyKey" && isName(inner))
				found.push({
					selector: { matchExpressions: [{ key: inner, operator: "Exists" }] },
					what,
					where,
				});
			else if (
				key === "nodeName" &&
				isName(inner) &&
				Array.isArray(value.containers)
			)
				found.push({
					selector: { matchLabels: { "kubernetes.io/hostname": inner } },
					what,
					where,
				});
			else if (key === "nodeSelector" && isMap(inner))
				found.push({ selector: { matchLabels: inner }, what, where });
			else if (key === REQUIRED && isMap(inner))
				found.push(...alternatives(inner, what, where));
			else read(inner, what, where);
		}
	};
	// Cluster-wide objects, such as policies, describe the pods of others.
	for (const object of entry.objects)
		if (namespaceOf(object, entry.namespace) !== undefined)
			read(
				object.spec,
				titleOf(object),
				`${entry.source}: ${titleOf(object)}: spec`,
			);
	read(
		entry.fleetYaml.helm?.values,
		`a pod of ${entry.name}`,
		`${entry.source}: helm.values`,
	);
	return found;
}

const REQUIRED = "requiredDuringSchedulingIgnoredDuringExecution";

/** Terms of node affinity; with several of them, one match is enough, so that only a single one is judged. */
function alternatives(
	{ nodeSelectorTerms }: Json,
	what: string,
	where: string,
): Required[] {
	const terms = entriesOf(nodeSelectorTerms);
	return terms.length === 1
		? terms.map(([, { matchExpressions }]) => ({
				selector: { matchExpressions },
				what,
				where: `${where}.nodeSelectorTerms[0]`,
			}))
		: [];
}

/** A selector without the labels that are set at run time. */
const withoutLater = (
	{ matchLabels, matchExpressions }: Selector,
	isSetLater: (key: string) => boolean,
): Selector => ({
	matchLabels: Object.fromEntries(
		Object.entries(mapOf(matchLabels)).filter(([key]) => !isSetLater(key)),
	),
	matchExpressions: entriesOf(matchExpressions)
		.map(([, entry]) => entry)
		.filter(
			({ key, operator }) =>
				["In", "NotIn", "Exists", "DoesNotExist"].includes(String(operator)) &&
				!isSetLater(String(key)),
		),
});
