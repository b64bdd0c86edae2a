import type { RenderedTree } from "@lab/bundles";
import type { Environment } from "@lab/lab";
import { App } from "cdk8s";
import type { Experiment } from "../experiment.ts";
import { draftOf, namespaceOf } from "../plan-for.ts";
import { resolveSettings, runsOn } from "../settings.ts";
import { addExperiment, renderOn } from "./bundle.ts";

/** Every experiment that can run on a cluster, as registered, waiting for its label. */
export function renderParked(
	experiments: readonly Experiment[],
	environment: Environment,
): RenderedTree {
	const app = new App();
	for (const experiment of experiments) {
		if (!runsOn(experiment, "cluster")) continue;
		const namespace = namespaceOf(experiment.name);
		const parameters = resolveSettings(experiment, {}, "cluster");
		const draft = draftOf(experiment, parameters, {
			backend: "cluster",
			namespace,
			seed: experiment.name,
		});
		addExperiment(app, experiment, draft, { namespace, environment });
	}
	return renderOn(app);
}
