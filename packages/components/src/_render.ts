import { identityOf, type ReadObject } from "@lab/kubernetes";
import { type Environment, environments, plainValues } from "@lab/lab";
import type { Component } from "./component.ts";
import { renderLab } from "./lab-tree.ts";
import { components } from "./registry.ts";

/** For tests: renders a component as Fleet gets it, with the findings of all checks. */
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
		/** Helm values without markers. */
		values: plainValues(component.values?.(env) ?? {}),
		objects,
		fleetYaml,
		/** Findings that stop synth, without warnings. */
		faults: tree.findings.filter(({ severity }) => severity === "error"),
		/** Finds one of its objects: `object("Ingress", "longhorn")`. */
		object(kind: string, name: string): ReadObject {
			const found = objects.find(
				(object) => object.kind === kind && object.metadata.name === name,
			);
			if (found !== undefined) return found;
			const existing = objects.map((object) => identityOf(object, namespace));
			throw new Error(
				`${component.name} has no ${kind} ${name}, only ${existing.join(", ")}`,
			);
		},
	};
}
