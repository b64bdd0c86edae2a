import { identityOf, type Manifest, renderTree } from "@lab/bundles";
import {
	type Environment,
	environments,
	facts,
	plainValues,
	platform,
} from "@lab/lab";
import { checkFacts } from "@lab/lab/check";
import { App } from "cdk8s";
import type { Component } from "./component.ts";
import { addBundles } from "./lab-tree.ts";
import { usesOf } from "./uses.ts";

/** For tests: one component as Fleet will get it, with all that the checks have to say. */
export function renderComponent(
	component: Component,
	env: Environment = environments.vaclab,
) {
	const app = new App();
	addBundles(app, [component], env);
	const tree = renderTree(app, {
		namespaces: platform.namespaces,
		crdGroups: platform.apiGroups,
	});
	const rendered = tree.bundles.find(({ name }) => name === component.name);
	if (rendered === undefined)
		throw new Error(`no bundle is called ${component.name}`);
	const { objects, fleetYaml, namespace } = rendered;
	const { components: _, ...uses } = usesOf([component], env, tree);
	return {
		/** What Helm gets, without markers. */
		values: plainValues(component.values?.(env) ?? {}),
		objects,
		fleetYaml,
		/** Faults only: a warning says that charts' facts are not at hand. */
		faults: [...tree.findings, ...checkFacts(facts, uses)].filter(
			({ severity }) => severity === "error",
		),
		/** One of its objects: `object("Ingress", "longhorn")`. */
		object(kind: string, name: string): Manifest {
			const found = objects.find(
				(object) => object.kind === kind && object.metadata.name === name,
			);
			if (found !== undefined) return found;
			const there = objects.map((object) => identityOf(object, namespace));
			throw new Error(
				`${component.name} has no ${kind} ${name}, only ${there.join(", ")}`,
			);
		},
	};
}
