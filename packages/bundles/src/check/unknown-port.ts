import { type Finding, fault, suggestion } from "@lab/core";
import {
	groupKindOf,
	namespaceOf,
	type ReadObject,
	titleOf,
} from "@lab/kubernetes";
import type { Platform } from "../platform.ts";
import {
	entriesOf,
	isName,
	type Json,
	mapOf,
} from "../references/reference.ts";
import { type Pods, type Selector, selects } from "../references/selector.ts";
import type { RenderedBundle } from "../render.ts";
import { eachObject } from "./_objects.ts";
import { placeOf } from "./_places.ts";
import { providedOf, referenceRule } from "./_references.ts";
import type { Rule } from "./rule.ts";

const { code, check: portsOfServices } = referenceRule("unknown-port");

/** Every port of a Service that is named exists, and so does every container port that a Service or a NetworkPolicy names. */
export const unknownPort: Rule = {
	code,
	check: (bundles, platform) => [
		...portsOfServices(bundles, platform),
		...(platform.objects === undefined
			? []
			: eachObject(bundles, (object, entry) =>
					namedPorts(object).flatMap((named) =>
						judge(named, object, entry, bundles, platform),
					),
				)),
	],
};

/** A port that is named, and the pods that should have it. */
interface Named {
	readonly port: unknown;
	readonly at: string;
	readonly selector: Selector;
}

function namedPorts(object: ReadObject): Named[] {
	const { selector, ports, podSelector, ingress } = mapOf(object.spec);
	switch (groupKindOf(object)) {
		case "Service":
			return Object.keys(mapOf(selector)).length === 0
				? []
				: entriesOf(ports).map(([index, { targetPort }]) => ({
						port: targetPort,
						at: `spec.ports[${index}].targetPort`,
						selector: { matchLabels: mapOf(selector) },
					}));
		case "NetworkPolicy.networking.k8s.io":
			return entriesOf(ingress).flatMap(([rule, { ports: allowed }]) =>
				entriesOf(allowed).map(([index, { port }]: [number, Json]) => ({
					port,
					at: `spec.ingress[${rule}].ports[${index}].port`,
					selector: mapOf(podSelector),
				})),
			);
		default:
			return [];
	}
}

function judge(
	{ port, at, selector }: Named,
	object: ReadObject,
	entry: RenderedBundle,
	bundles: readonly RenderedBundle[],
	platform: Platform,
): Finding[] {
	if (!isName(port)) return [];
	const selected: readonly Pods[] = providedOf(bundles, platform)
		.pods(namespaceOf(object, entry.namespace) ?? "")
		.filter((pods) => selects(selector, pods));
	if (
		selected.length === 0 ||
		!selected.every(({ ports }) => ports?.has(port) === false)
	)
		return [];
	const known = [
		...new Set(selected.flatMap(({ ports }) => [...(ports ?? [])])),
	];
	return [
		fault({
			code,
			what: `${titleOf(object)} leads to port ${port}, which no container of its pods has`,
			where: placeOf(entry, object, at),
			help: ["name that port in the container, or use its number"]
				.concat(known.length > 0 ? suggestion(port, known) : [])
				.join("; "),
		}),
	];
}
