import {
	Bundle,
	createdSecrets,
	type RenderedTree,
	renderTree,
} from "@lab/bundles";
import {
	assertNoFaults,
	type Finding,
	fault,
	faultsOf,
	LabError,
} from "@lab/core";
import {
	defaultOf,
	type Environment,
	facts,
	type Chart as HelmChart,
	namespacesMadeBy,
	plainValues,
	platform,
	platformObjects,
	readChartFacts,
	readReleaseFacts,
} from "@lab/lab";
import { checkFacts } from "@lab/lab/check";
import { RUNS_NAMESPACE } from "@lab/record";
import { App } from "cdk8s";
import type { Construct } from "constructs";
import { type Component, runsIn, sourceOf } from "./component.ts";

interface RenderOptions {
	/** All components of the environment. @default the rendered ones */
	readonly lab?: readonly Component[];
	/** Adds bundles that are not components, so that checks across bundles cover them too. */
	readonly addOtherBundles?: (scope: Construct) => void;
}

/** Renders and checks all bundles that Fleet rolls out in an environment. */
export function renderLab(
	components: readonly Component[],
	env: Environment,
	{ lab = components, addOtherBundles }: RenderOptions = {},
): RenderedTree {
	const app = new App();
	const faults: Finding[] = [];
	const collect = <T>(body: () => T): T | undefined => {
		try {
			return body();
		} catch (error) {
			if (!(error instanceof LabError)) throw error;
			faults.push(...error.findings);
			return undefined;
		}
	};
	const added = collect(() => addBundles(app, components, env, lab));
	collect(() => addOtherBundles?.(app));
	assertNoFaults(faults);
	const ours = new Set(added?.values());
	const tree = renderTree(app, {
		namespaces: platform.namespaces,
		crdGroups: platform.apiGroups,
		laterNamespaces: [...namespacesMadeBy("rancher"), RUNS_NAMESPACE],
		entryPoints: platform.entryPoints,
		balancesOnNodes: platform.balancesOnNodes,
		// With a part of the lab, what its objects name may be in the rest.
		...(lab.every((component) => components.includes(component)) && {
			objects: platformObjects,
		}),
	});
	const own = tree.bundles.filter(({ bundle }) => ours.has(bundle));
	const findings = checkFacts(facts, {
		residents: components.map((component) => ({
			where: sourceOf(component),
			name: component.name,
			namespace: component.namespace,
		})),
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
		objects: [
			...own.flatMap(({ source, namespace, objects }) =>
				objects.map((object) => ({ where: source, namespace, object })),
			),
			...createdSecrets(own),
			...components.map((component) => ({
				where: sourceOf(component),
				namespace: component.namespace,
				object: { valuesFrom: component.valuesFrom },
			})),
		],
	});
	return { ...tree, findings: [...tree.findings, ...findings] };
}

/**
 * Creates the bundle of every component that runs in an environment,
 * dependencies first.
 *
 * @param lab all components of the environment. @default the given ones
 * @returns bundles by name of the component, in stable order
 * @throws LabError with the faults of all components that cannot be rendered
 */
export function addBundles(
	scope: Construct,
	components: readonly Component[],
	env: Environment,
	lab: readonly Component[] = components,
): ReadonlyMap<string, Bundle> {
	const faults = duplicateNames(components);
	const failed = new Set<Component>();
	/** Reports each component that fails once, and continues, to find the faults of the others. */
	const attempt = <T>(component: Component, body: () => T): T | undefined => {
		if (failed.has(component)) return undefined;
		try {
			return body();
		} catch (error) {
			failed.add(component);
			faults.push(...faultsOf(error, component.name, sourceOf(component)));
			return undefined;
		}
	};
	const runs = (component: Component) =>
		attempt(component, () => runsIn(component, env)) === true;
	const present = lab.filter(runs);
	const created = new Map<Component, Bundle>();
	const create = (
		component: Component,
		above: readonly Component[] = [],
	): Bundle | undefined =>
		created.get(component) ??
		attempt(component, () => {
			const path = [...above, component];
			if (above.includes(component)) throw needCycle(path);
			assertLoaded(component);
			assertRegistered(component, lab);
			const bundle = new Bundle(scope, component.name, {
				namespace: component.namespace,
				source: sourceOf(component),
				needs: (component.needs ?? [])
					.filter(runs)
					.flatMap((need) => create(need, path) ?? []),
				...(component.chart && { helm: releaseOf(component, env) }),
				...(component.drift && { drift: component.drift }),
				...(component.publicValues && {
					publicValues: component.publicValues,
				}),
				...(component.adopt !== undefined && { adopt: component.adopt }),
				...(component.keep !== undefined && { keep: component.keep }),
			});
			component.objects?.(bundle.objects, env, present);
			created.set(component, bundle);
			return bundle;
		});
	const bundles = new Map<string, Bundle>();
	for (const component of new Set(components.filter(runs))) {
		const bundle = create(component);
		if (bundle !== undefined) bundles.set(component.name, bundle);
	}
	assertNoFaults(faults);
	return bundles;
}

const duplicateNames = (components: readonly Component[]): Finding[] =>
	components
		.filter(
			({ name }, index) =>
				components.findIndex((other) => other.name === name) < index,
		)
		.map((component) =>
			fault({
				code: "duplicate-component",
				what: `two components are called '${component.name}'`,
				where: sourceOf(component),
				help: "give one of them another name, or take its second line out of the registry",
			}),
		);

/** A component that is still loading is undefined in the needs of one that it loads. */
function assertLoaded(component: Component): void {
	const needs: readonly (Component | undefined)[] = component.needs ?? [];
	const at = needs.indexOf(undefined);
	if (at === -1) return;
	throw new LabError({
		code: "undefined-need",
		what: `need ${at + 1} of ${component.name} is undefined`,
		where: sourceOf(component),
		help: "a component cannot need itself, and two cannot need each other",
	});
}

/** Nothing checks the values, images and secrets of a component that is in no registry. */
function assertRegistered(
	component: Component,
	lab: readonly Component[],
): void {
	const others = (component.needs ?? []).filter((need) => !lab.includes(need));
	if (others.length === 0) return;
	throw new LabError(
		others.map((need) =>
			fault({
				code: "unregistered-need",
				what: `${component.name} needs ${need.name}, which is not in the registry`,
				where: sourceOf(component),
				help: `add ${need.name} to packages/components/src/registry.ts, or remove the need`,
			}),
		),
	);
}

const needCycle = (path: readonly Component[]): LabError =>
	new LabError({
		code: "need-cycle",
		what: path.map(({ name }) => name).join(" needs "),
		where: sourceOf(path.at(-1) as Component),
		help: "remove one of these needs: Fleet does not detect cycles, and waits forever",
	});

function releaseOf(component: Component, env: Environment) {
	const { chart, values, valuesFrom } = component;
	if (chart === undefined)
		throw new TypeError(`${component.name} has no chart`);
	const plain = plainValues(values?.(env) ?? {});
	const creates = readReleaseFacts(component.name, chart, plain);
	return {
		repo: chart.repository,
		chart: chart.name,
		version: chart.version,
		releaseName: chart.releaseName,
		crdGroups: chart.crdGroups,
		...(chart.crdsInstalledOnce && {
			crdsInstalledOnce: chart.crdsInstalledOnce,
		}),
		...(chart.specs && { specs: chart.specs }),
		...(chart.volumes && { volumes: volumesOf(chart) }),
		...(chart.upgrades && { upgrades: chart.upgrades }),
		values: plain,
		...(creates && { creates }),
		...(valuesFrom && { valuesFrom }),
	};
}

function volumesOf(chart: HelmChart) {
	const facts = readChartFacts(chart);
	return Object.entries(chart.volumes ?? {}).map(([path, becomes]) => ({
		path,
		becomes,
		defaults: facts === undefined ? undefined : defaultOf(facts, path),
	}));
}
