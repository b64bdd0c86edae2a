import { type Finding, fault, suggestion } from "@lab/core";
import {
	groupKindOf,
	namespaceOf,
	type ReadObject,
	titleOf,
} from "@lab/kubernetes";
import type { Provided } from "../references/provided.ts";
import { entriesOf, isName, mapOf } from "../references/reference.ts";
import { type Selector, selects } from "../references/selector.ts";
import type { RenderedBundle } from "../render.ts";
import { eachObject } from "./_objects.ts";
import { placeOf } from "./_places.ts";
import { providedOf } from "./_references.ts";
import type { Rule } from "./rule.ts";

const code = "scrape-without-targets";

const GROUP = "operator.victoriametrics.com";

/** A Service or the pods of a workload, as far as scrape jobs select them. */
interface Target {
	readonly labels: Readonly<Record<string, unknown>>;
	/** Names of its ports; undefined if they are unknown. */
	readonly ports?: ReadonlySet<string>;
	/** Whether it may have any other label. */
	readonly open: boolean;
}

/** Every scrape job finds a Service or pods, and the port that it names. */
export const scrapeWithoutTargets: Rule = {
	code,
	check: (bundles, platform) => {
		if (platform.objects === undefined) return [];
		const provided = providedOf(bundles, platform);
		return eachObject(bundles, (object, entry) => {
			const kind = groupKindOf(object);
			const own = namespaceOf(object, entry.namespace) ?? "";
			const namespaces = namespacesOf(object, own);
			if (namespaces === undefined) return [];
			if (kind === `VMServiceScrape.${GROUP}`)
				return judge(object, entry, {
					what: `Services of ${namespaces.join(", ")}`,
					list: "endpoints",
					targets: servicesIn(namespaces, bundles, provided),
				});
			if (kind === `VMPodScrape.${GROUP}`)
				return judge(object, entry, {
					what: `pods of ${namespaces.join(", ")}`,
					list: "podMetricsEndpoints",
					// Without any pods, selector-without-pods says so.
					targets: namespaces.flatMap((one) => provided.pods(one)),
				}).filter(({ where }) => !where.endsWith("spec.selector"));
			return [];
		});
	},
};

interface Job {
	readonly what: string;
	/** Field with the endpoints. */
	readonly list: string;
	/** Undefined if there may be others. */
	readonly targets: readonly Target[] | undefined;
}

function judge(
	object: ReadObject,
	entry: RenderedBundle,
	{ what, list, targets }: Job,
): Finding[] {
	if (targets === undefined) return [];
	const spec = mapOf(object.spec);
	const selector: Selector = mapOf(spec.selector);
	const found = targets.filter((one) => selects(selector, one));
	const title = titleOf(object);
	if (found.length === 0)
		return [
			fault({
				code,
				what: `${title} selects ${what} with ${JSON.stringify(spec.selector ?? {})}, but none has these labels`,
				where: placeOf(entry, object, "spec.selector"),
				help: "use labels in the metadata of the Service, which are not those of its selector",
			}),
		];
	if (found.some(({ ports }) => ports === undefined)) return [];
	const ports = [...new Set(found.flatMap((one) => [...(one.ports ?? [])]))];
	return entriesOf(spec[list]).flatMap(([index, { port }]) =>
		isName(port) && !ports.includes(port)
			? [
					fault({
						code,
						what: `${title} scrapes the port ${port}, which none of the ${what} that it selects has`,
						where: placeOf(entry, object, `spec.${list}[${index}].port`),
						help: suggestion(port, ports),
					}),
				]
			: [],
	);
}

/** Namespaces of a job; undefined if it searches all of them. */
function namespacesOf(
	{ spec }: ReadObject,
	own: string,
): readonly string[] | undefined {
	const { any, matchNames } = mapOf(mapOf(spec).namespaceSelector);
	if (any === true) return undefined;
	return Array.isArray(matchNames) && matchNames.length > 0
		? matchNames.map(String)
		: [own];
}

/** Services of some namespaces; undefined if charts or controllers make others there, whose labels are unknown. */
function servicesIn(
	namespaces: readonly string[],
	bundles: readonly RenderedBundle[],
	provided: Provided,
): Target[] | undefined {
	const own = eachObject(bundles, (object, entry) =>
		groupKindOf(object) === "Service" &&
		namespaces.includes(namespaceOf(object, entry.namespace) ?? "")
			? [{ object, namespace: namespaceOf(object, entry.namespace) }]
			: [],
	);
	const count = namespaces.reduce(
		(sum, namespace) => sum + provided.names("Service", namespace).length,
		0,
	);
	if (
		count > own.length ||
		namespaces.some(
			(namespace) => provided.unknownMakers("Service", namespace) !== undefined,
		)
	)
		return undefined;
	return own.map(({ object: { metadata, spec } }) => ({
		labels: mapOf(metadata.labels),
		open: false,
		ports: new Set(
			entriesOf(mapOf(spec).ports).flatMap(([, { name }]) =>
				isName(name) ? [name] : [],
			),
		),
	}));
}
