import { identityOf, type Manifest } from "@lab/bundles";
import { type Environment, environments, plainValues } from "@lab/lab";
import type { Component } from "./component.ts";
import { renderLab } from "./lab-tree.ts";
import { components } from "./registry.ts";

/** For tests: one component as Fleet will get it, with all that the checks have to say. */
export function renderComponent(
	component: Component,
	env: Environment = environments.vaclab,
) {
	const tree = renderLab([component], env, { lab: components });
	const rendered = tree.bundles.find(({ name }) => name === component.name);
	if (rendered === undefined)
		throw new Error(`no bundle is called ${component.name}`);
	const { objects, fleetYaml, namespace } = rendered;
	return {
		/** What Helm gets, without markers. */
		values: plainValues(component.values?.(env) ?? {}),
		objects,
		fleetYaml,
		/** Faults only: a warning says that charts' facts are not at hand. */
		faults: tree.findings.filter(({ severity }) => severity === "error"),
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
