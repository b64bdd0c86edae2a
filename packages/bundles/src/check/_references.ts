import { type Finding, fault, nearest, suggestion, warning } from "@lab/core";
import { namespaceOf, type ReadObject, titleOf } from "@lab/kubernetes";
import type { Platform } from "../platform.ts";
import { QUALIFIED } from "../references/by-key.ts";
import { type Provided, providedBy } from "../references/provided.ts";
import { entriesOf, mapOf, type Reference } from "../references/reference.ts";
import { referencesIn, referencesOf } from "../references/references-of.ts";
import { targets } from "../references/targets.ts";
import type { RenderedBundle } from "../render.ts";
import { placeOf } from "./_places.ts";
import type { Rule } from "./rule.ts";

/** Rule that reports references with one code. */
export const referenceRule = (code: string): Rule => ({
	code,
	check: (bundles, platform) =>
		danglingIn(bundles, platform).filter((finding) => finding.code === code),
});

/** Caches the findings of a tree, which several rules share. */
const byTree = new WeakMap<readonly RenderedBundle[], readonly Finding[]>();

function danglingIn(
	bundles: readonly RenderedBundle[],
	platform: Platform,
): readonly Finding[] {
	if (platform.objects === undefined) return [];
	const known = byTree.get(bundles);
	if (known !== undefined) return known;
	const provided = providedOf(bundles, platform);
	const found = bundles.flatMap((entry) =>
		readersIn(entry, provided.namespaces).flatMap((reader) =>
			reader.references.flatMap(
				(reference) => judge(entry, reader, reference, provided) ?? [],
			),
		),
	);
	byTree.set(bundles, found);
	return found;
}

const providedByTree = new WeakMap<readonly RenderedBundle[], Provided>();

/** What a tree provides; cached, since several rules need it. */
export function providedOf(
	bundles: readonly RenderedBundle[],
	platform: Platform,
): Provided {
	const known = providedByTree.get(bundles) ?? providedBy(bundles, platform);
	providedByTree.set(bundles, known);
	return known;
}

/** An object, or the values of a release. */
interface Reader {
	readonly title: string;
	readonly verb: "name" | "names";
	readonly namespace: string | undefined;
	readonly references: readonly Reference[];
	place(reference: Reference): string;
}

function readersIn(
	entry: RenderedBundle,
	namespaces: ReadonlySet<string>,
): Reader[] {
	const helm = mapOf(entry.fleetYaml.helm);
	const release = (field: "values" | "valuesFrom"): Reader => ({
		title: `${field} of ${entry.name}`,
		verb: "name",
		namespace: entry.namespace,
		references: referencesIn(helm[field], namespaces),
		place: ({ at }) => `${entry.source}: helm.${field}.${at.join(".")}`,
	});
	return [
		...entry.objects.map(
			(object): Reader => ({
				title: titleOf(object),
				verb: "names",
				namespace: namespaceOf(object, entry.namespace),
				references: referencesOf(object, namespaces),
				place: ({ at }) => placeOf(entry, object, at.join(".")),
			}),
		),
		...(helm.values === undefined ? [] : [release("values")]),
		...(helm.valuesFrom === undefined ? [] : [release("valuesFrom")]),
	];
}

function judge(
	{ bundle }: RenderedBundle,
	reader: Reader,
	reference: Reference,
	provided: Provided,
): Finding | undefined {
	const { to, name } = reference;
	const { namespaced, code } = targets[to];
	const namespace = reference.namespace ?? reader.namespace;
	// The pods of a cluster-wide object run in a namespace that it does not state.
	if (namespaced && namespace === undefined) return undefined;
	const place = namespace ?? "";
	const where = reader.place(reference);
	const target = provided.find(to, name, place, bundle);
	if (target !== undefined) {
		const missing = missingPart(target, reference);
		return (
			missing &&
			fault({
				...missing,
				what: `${reader.title} ${reader.verb} ${missing.what}`,
				where,
			})
		);
	}
	const makers = provided.unknownMakers(to, place);
	if (makers?.other === true) return undefined;
	const id =
		namespaced && place !== QUALIFIED
			? `${to} ${place}/${name}`
			: `${to} ${name}`;
	const what = `${reader.title} ${reader.verb} ${id}, which nothing`;
	const finding = { code, where };
	return makers === undefined
		? fault({
				...finding,
				what: `${what} creates`,
				help: [
					"create it, or correct the name",
					...choices(name, provided.names(to, place)),
				].join("; "),
			})
		: warning({
				...finding,
				what: `${what} known creates`,
				help: recording([...makers.charts]),
			});
}

/** How to record what charts create. */
function recording(charts: readonly string[]): string {
	const [first, ...others] = charts;
	const [subject, argument] =
		others.length === 0 ? [`the chart ${first}`, ` ${first}`] : ["a chart", ""];
	return `if ${subject} creates it, run 'pnpm lab charts fetch${argument}' to record that; if not, correct the name`;
}

/** At most one suggestion: a namespace may have hundreds of names. */
const choices = (name: string, known: readonly string[]): string[] => {
	const near = nearest(name, known);
	if (near !== undefined) return [`did you mean '${near}'?`];
	return known.length > 0 && known.length <= 8 ? [suggestion(name, known)] : [];
};

/** A part of a target that is named, but that the target does not have. */
function missingPart(
	target: ReadObject,
	{ to, name, port, key }: Reference,
): Pick<Finding, "code" | "what" | "help"> | undefined {
	const { ports, clusterIP } = mapOf(target.spec);
	if (to === "Service" && port !== undefined && Array.isArray(ports)) {
		// Without an address of its own, a Service leads to every port of its pods.
		if (clusterIP === "None" && typeof port === "number") return undefined;
		const own = entriesOf(ports).map(([, entry]) => entry);
		if (own.some((entry) => entry.port === port || entry.name === port))
			return undefined;
		return {
			code: "unknown-port",
			what: `port ${port} of Service ${name}, which does not have it`,
			help: suggestion(
				String(port),
				own.map((entry) =>
					String(typeof port === "number" ? entry.port : entry.name),
				),
			),
		};
	}
	if (to === "ConfigMap" && key !== undefined) {
		const { data, binaryData } = target;
		if (data === undefined && binaryData === undefined) return undefined;
		const keys = [
			...Object.keys(mapOf(data)),
			...Object.keys(mapOf(binaryData)),
		];
		if (keys.includes(key)) return undefined;
		return {
			code: "unknown-config-map",
			what: `key ${key} of ConfigMap ${name}, which does not have it`,
			help: suggestion(key, keys),
		};
	}
	return undefined;
}
