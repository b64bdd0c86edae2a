import { Bundle, type RenderedTree, renderTree } from "@lab/bundles";
import { type Environment, facts, plainValues, platform } from "@lab/lab";
import { checkFacts } from "@lab/lab/check";
import { App } from "cdk8s";
import type { Construct } from "constructs";
import { type Component, runsIn, sourceOf } from "./component.ts";

interface Company {
	/** Whom the components know of, where that is more than is rendered. */
	readonly lab?: readonly Component[];
	/** Adds bundles that are no components: the rules for bundles hold across all. */
	readonly beside?: (scope: Construct) => void;
}

/** Renders all that Fleet rolls out in one environment, and finds all that is wrong with it. */
export function renderLab(
	components: readonly Component[],
	env: Environment,
	{ lab = components, beside }: Company = {},
): RenderedTree {
	const app = new App();
	const ours = new Set(addBundles(app, components, env, lab).values());
	beside?.(app);
	const tree = renderTree(app, {
		namespaces: platform.namespaces,
		crdGroups: platform.apiGroups,
	});
	const findings = checkFacts(facts, {
		releases: components.flatMap((component) =>
			component.chart === undefined
				? []
				: [
						{
							where: sourceOf(component),
							namespace: component.namespace,
							chart: component.chart,
							values: component.values?.(env) ?? {},
						},
					],
		),
		objects: tree.bundles
			.filter(({ bundle }) => ours.has(bundle))
			.flatMap(({ source, namespace, objects }) =>
				objects.map((object) => ({ where: source, namespace, object })),
			),
	});
	return { ...tree, findings: [...tree.findings, ...findings] };
}

/**
 * Makes the bundle of every component that runs in an environment, needs first.
 *
 * @param lab whom its components know of, where that is more than is made
 * @returns the bundle of each component by its name, in stable order
 */
export function addBundles(
	scope: Construct,
	components: readonly Component[],
	env: Environment,
	lab: readonly Component[] = components,
): ReadonlyMap<string, Bundle> {
	const present = lab.filter((component) => runsIn(component, env));
	const made = new Map<Component, Bundle>();
	const make = (component: Component): Bundle => {
		const found = made.get(component);
		if (found !== undefined) return found;
		const needs = (component.needs ?? [])
			.filter((need) => runsIn(need, env))
			.map(make);
		const bundle = new Bundle(scope, component.name, {
			namespace: component.namespace,
			source: sourceOf(component),
			needs,
			...(component.chart && { helm: releaseOf(component, env) }),
			...(component.drift && { drift: component.drift }),
			...(component.adopt !== undefined && { adopt: component.adopt }),
			...(component.keep !== undefined && { keep: component.keep }),
		});
		component.objects?.(bundle.objects, env, present);
		made.set(component, bundle);
		return bundle;
	};
	return new Map(
		components
			.filter((component) => runsIn(component, env))
			.map((component) => [component.name, make(component)] as const),
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
