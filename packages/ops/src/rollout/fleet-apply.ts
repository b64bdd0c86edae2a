import { join } from "node:path";
import {
	type Duration,
	fromYamlStream,
	run,
	toYaml,
	writeFileAtomically,
} from "@lab/core";
import { fleet } from "@lab/lab";
import type { KubeObject } from "../replica/kube-api.ts";

/** As the job of a GitRepo gives them: which clusters get the bundles. */
const targets = {
	targets: [{ name: "default", clusterGroup: "default" }],
	targetRestrictions: [{ name: "default", clusterGroup: "default" }],
};

export interface FleetApplyOptions {
	/** Fleet's command. */
	readonly program: string;
	/** Holds the tree as `fleet/`. */
	readonly cwd: string;
	readonly kubeconfig: string;
	readonly timeout?: Duration;
	readonly signal?: AbortSignal | undefined;
}

/** What the job of a GitRepo runs: creates and changes Bundles, and prunes those that are gone. */
export async function fleetApply(options: FleetApplyOptions): Promise<void> {
	await call(options, []);
}

/** The Bundles that `fleetApply` would write. */
export async function fleetBundles(
	options: FleetApplyOptions,
): Promise<KubeObject[]> {
	const stdout = await call(options, [
		"--output",
		"-",
		"--bundle-creation-max-concurrency",
		"1",
	]);
	// Fleet puts nothing between its documents.
	return stdout
		.split(/^(?=apiVersion: fleet\.cattle\.io\/v1alpha1$)/m)
		.flatMap((text) => fromYamlStream(text, "fleet apply") as KubeObject[]);
}

async function call(
	{ program, cwd, kubeconfig, timeout = "5m", signal }: FleetApplyOptions,
	more: readonly string[],
): Promise<string> {
	const file = join(cwd, "targets.yaml");
	await writeFileAtomically(file, toYaml(targets));
	const { stdout } = await run(
		program,
		[
			"apply",
			"--namespace",
			fleet.workspace,
			"--targets-file",
			file,
			"--label",
			`fleet.cattle.io/repo-name=${fleet.gitRepo}`,
			...more,
			"--",
			fleet.gitRepo,
			fleet.path,
		],
		{
			cwd,
			timeout,
			env: {
				KUBECONFIG: kubeconfig,
				// It would win over --namespace.
				NAMESPACE: undefined,
				// Helm keeps its caches below the home folder.
				HOME: cwd,
			},
			...(signal === undefined ? {} : { signal }),
		},
	);
	return stdout;
}
