import { Bundle } from "@lab/bundles";
import { type Environment, plainValues } from "@lab/lab";
import type { Construct } from "constructs";
import { type Component, sourceOf } from "./component.ts";

/**
 * Makes the bundle of every component, needs first.
 *
 * @returns the bundle of each component by its name, in stable order
 */
export function addBundles(
	scope: Construct,
	components: readonly Component[],
	env: Environment,
): ReadonlyMap<string, Bundle> {
	const made = new Map<Component, Bundle>();
	const make = (component: Component): Bundle => {
		const found = made.get(component);
		if (found !== undefined) return found;
		const needs = (component.needs ?? []).map(make);
		const bundle = new Bundle(scope, component.name, {
			namespace: component.namespace,
			source: sourceOf(component),
			needs,
			...(component.chart && { helm: releaseOf(component, env) }),
			...(component.drift && { drift: component.drift }),
			...(component.adopt !== undefined && { adopt: component.adopt }),
		});
		component.objects?.(bundle.objects, env);
		made.set(component, bundle);
		return bundle;
	};
	return new Map(
		[...components].map(
			(component) => [component.name, make(component)] as const,
		),
	);
}

function releaseOf(component: Component, env: Environment) {
	const { chart, values, valuesFrom } = component;
	if (chart === undefined)
		throw new TypeError(`${component.name} has no chart`);
	return {
		repo: chart.repository,
		chart: chart.name,
		version: chart.version,
		releaseName: chart.releaseName,
		crdGroups: chart.crdGroups,
		values: plainValues(values?.(env) ?? {}),
		...(valuesFrom && { valuesFrom }),
	};
}
