import { join } from "node:path";
import {
	type Duration,
	fromYamlStream,
	run,
	toYaml,
	writeFileAtomically,
} from "@lab/core";
import type { ReadObject } from "@lab/kubernetes";
import { fleet } from "@lab/lab";

/** Targets of the bundles, as the job of a GitRepo writes them. */
const targets = {
	targets: [{ name: "default", clusterGroup: "default" }],
	targetRestrictions: [{ name: "default", clusterGroup: "default" }],
};

export interface FleetApplyOptions {
	/** Path of Fleet's command. */
	readonly program: string;
	/** Folder that contains the tree as `fleet/`. */
	readonly cwd: string;
	readonly kubeconfig: string;
	readonly timeout?: Duration;
	readonly signal?: AbortSignal | undefined;
}

/** Creates, updates and prunes Bundles, with the command that the job of a GitRepo runs. */
export async function fleetApply(options: FleetApplyOptions): Promise<void> {
	await call(options, []);
}

/** Bundles that `fleetApply` would write. */
export async function fleetBundles(
	options: FleetApplyOptions,
): Promise<ReadObject[]> {
	const stdout = await call(options, [
		"--output",
		"-",
		"--bundle-creation-max-concurrency",
		"1",
	]);
	// Fleet writes no separator between documents.
	return stdout
		.split(/^(?=apiVersion: fleet\.cattle\.io\/v1alpha1$)/m)
		.flatMap((text) => fromYamlStream(text, "fleet apply") as ReadObject[]);
}

async function call(
	{ program, cwd, kubeconfig, timeout = "5m", signal }: FleetApplyOptions,
	extraArgs: readonly string[],
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
			...extraArgs,
			"--",
			fleet.gitRepo,
			fleet.path,
		],
		{
			cwd,
			timeout,
			env: {
				KUBECONFIG: kubeconfig,
				// The variable would take precedence over --namespace.
				NAMESPACE: undefined,
				// Helm keeps its caches below the home folder.
				HOME: cwd,
			},
			...(signal === undefined ? {} : { signal }),
		},
	);
	return stdout;
}
