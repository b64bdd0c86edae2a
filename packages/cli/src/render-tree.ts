import { createdSecrets, type RenderedTree } from "@lab/bundles";
import { type Component, components, renderLab } from "@lab/components";
import { addParked, type Experiment, experiments } from "@lab/experiments";
import { type Environment, facts } from "@lab/lab";
import { undeclaredSecret } from "@lab/lab/check";

interface Registered {
	readonly components: readonly Component[];
	readonly experiments: readonly Experiment[];
}

/**
 * Renders everything that Fleet reads from Git in one environment: the lab's
 * components, and experiments parked until a run sets their label.
 */
export function renderTreeOf(
	environment: Environment,
	registered: Registered = { components, experiments },
): RenderedTree {
	const tree = renderLab(registered.components, environment, {
		addOtherBundles: (scope) =>
			addParked(scope, registered.experiments, environment),
	});
	const parked = tree.bundles.filter(
		({ bundle }) => bundle.props.parkedUntil !== undefined,
	);
	const secrets = undeclaredSecret.check(facts, {
		objects: [
			...parked.flatMap(({ source, namespace, objects }) =>
				objects.map((object) => ({ where: source, namespace, object })),
			),
			...createdSecrets(tree.bundles),
		],
	});
	return { ...tree, findings: [...tree.findings, ...secrets] };
}
