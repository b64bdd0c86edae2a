import type { RenderedTree } from "@lab/bundles";
import { type Component, components, renderLab } from "@lab/components";
import { addParked, type Experiment, experiments } from "@lab/experiments";
import { type Environment, facts } from "@lab/lab";
import { undeclaredSecret } from "@lab/lab/check";

interface Registered {
	readonly components: readonly Component[];
	readonly experiments: readonly Experiment[];
}

/**
 * All that Git holds for Fleet in one environment: the lab's components, and
 * experiments that wait for their label.
 */
export function renderTreeOf(
	environment: Environment,
	registered: Registered = { components, experiments },
): RenderedTree {
	const tree = renderLab(registered.components, environment, {
		beside: (scope) => addParked(scope, registered.experiments, environment),
	});
	const secrets = undeclaredSecret.check(facts, {
		objects: tree.bundles
			.filter(({ bundle }) => bundle.props.parkedUntil !== undefined)
			.flatMap(({ source, namespace, objects }) =>
				objects.map((object) => ({ where: source, namespace, object })),
			),
	});
	return { ...tree, findings: [...tree.findings, ...secrets] };
}
