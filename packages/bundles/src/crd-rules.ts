import { type Finding, fault } from "@lab/core";
import {
	definition,
	findKind,
	kindIn,
	type ReadObject,
	type Schema,
	titleOf,
} from "@lab/kubernetes";
import { type RuledValue, ruledIn, ruledValues } from "@lab/kubernetes/cel";
import { placeOf } from "./place.ts";
import { mapOf } from "./references/reference.ts";
import type { RenderedBundle } from "./render.ts";

/** A value with a rule, and where it was written. */
interface Placed extends RuledValue {
	/** `Middleware redirect`, `the values of kyverno`. */
	readonly owner: string;
	readonly where: string;
}

/** Findings about custom resources, and values of charts that become one, that break a CEL rule of their CRD. */
export const crdRuleFindings = (
	bundles: readonly RenderedBundle[],
): Promise<Finding[]> =>
	findingsOfRules(
		bundles.flatMap((entry) => [
			...entry.objects.flatMap((object) =>
				ruledValues(object).map((value) => ({
					...value,
					...placeIn(entry, object, value.path),
				})),
			),
			...specsIn(entry),
		]),
	);

/**
 * Findings about values that break their rule.
 *
 * They are apart from the other checks, because the interpreter of CEL is loaded
 * only if there is such a value; few have a rule.
 */
export async function findingsOfRules(
	ruled: readonly Placed[],
): Promise<Finding[]> {
	if (ruled.length === 0) return [];
	const { brokenRules } = await import("@lab/kubernetes/cel/evaluate");
	return brokenRules(ruled).map((value) => {
		const { path, rule, message, owner, where } = value;
		const old = "old" in value ? ", and oldSelf for what it was" : "";
		return fault({
			code: "broken-crd-rule",
			what: `${path} of ${owner} breaks a rule of its CRD: ${message ?? rule}`,
			where,
			help: `make this true, with self for ${path}${old}: ${rule}`,
		});
	});
}

export const placeIn = (
	entry: RenderedBundle,
	object: ReadObject,
	path: string,
) => ({ owner: titleOf(object), where: placeOf(entry, object, path) });

/** Values of a chart that become the spec of a custom resource. The chart may have defaults for what they lack. */
function specsIn({
	bundle,
	fleetYaml,
	source,
	name,
}: RenderedBundle): Placed[] {
	const {
		specs = {},
		crdGroups = [],
		crdsInstalledOnce = [],
	} = bundle.props.helm ?? {};
	return Object.entries(specs).flatMap(([path, kind]) => {
		const id = kindIn([...crdGroups, ...crdsInstalledOnce], kind);
		const spec = path
			.split(".")
			.reduce<unknown>((at, key) => mapOf(at)[key], fleetYaml.helm?.values);
		const schema = id === undefined ? undefined : schemaOfSpec(id);
		return schema === undefined
			? []
			: ruledIn(spec, schema).map((value) => {
					const at = [path, value.path].filter(Boolean).join(".");
					return {
						...{ ...value, path: at, owner: `the values of ${name}` },
						where: `${source}: helm.values.${at}`,
					};
				});
	});
}

function schemaOfSpec(id: string): Schema | undefined {
	const cut = id.lastIndexOf("/");
	const kind = findKind(id.slice(0, cut), id.slice(cut + 1));
	return kind && definition(kind.schema).properties?.spec;
}
