import { gunzipSync } from "node:zlib";
import { contentHash, type FileTree, toYaml } from "@lab/core";
import type { ReadObject } from "@lab/kubernetes";
import { fleet } from "@lab/lab";
import { KubeApi } from "../access/kube-api.ts";
import { type BundleState, bundleStates } from "./bundle-states.ts";
import { type DeployOptions, withStagedTree } from "./deploy.ts";
import { fleetBundles } from "./fleet-apply.ts";
import { readBundles } from "./read-tree.ts";

export interface RolloutDiff {
	/** Bundles in the cluster, as a tree. */
	readonly cluster: FileTree;
	/** Bundles that a rollout would apply, as a tree. */
	readonly working: FileTree;
	readonly skipped: Readonly<Record<string, string>>;
	/** Bundles whose objects were changed in the cluster. */
	readonly drifted: readonly BundleState[];
}

/** Compares Fleet's bundles in the cluster with those that Fleet itself reads from the tree. */
export async function rolloutDiff(
	options: DeployOptions,
): Promise<RolloutDiff> {
	const { folder, tree, program, signal } = options;
	const bundles = await readBundles(tree);
	return withStagedTree(options, bundles, async ({ skipped }) => {
		const working = await fleetBundles({
			program,
			cwd: folder.deployed,
			kubeconfig: folder.kubeconfig,
			signal,
		});
		const api = await KubeApi.from(folder.kubeconfig);
		try {
			const existing = await api.list("fleet.cattle.io/v1alpha1", "Bundle", {
				namespace: fleet.workspace,
				selector: `fleet.cattle.io/repo-name=${fleet.gitRepo}`,
			});
			const states = await bundleStates(api, skipped);
			return {
				cluster: asTree(existing),
				working: asTree(working),
				skipped,
				drifted: states.filter(({ fleetState }) => fleetState === "Modified"),
			};
		} finally {
			api.close();
		}
	});
}

interface Resource {
	readonly name: string;
	readonly content?: string;
	readonly encoding?: string;
}

/** Source files of bundles; a chart's files are reduced to one hash. */
function asTree(bundles: readonly ReadObject[]): FileTree {
	const tree = new Map<string, string>();
	for (const { metadata, spec } of bundles) {
		const { resources = [], ...options } = spec as {
			resources?: Resource[];
		} & Record<string, unknown>;
		const chart: Resource[] = [];
		for (const resource of resources) {
			if (resource.name === "fleet.yaml") continue;
			const own = /^[^/]+\.ya?ml$/.test(resource.name);
			if (own) tree.set(`${metadata.name}/${resource.name}`, text(resource));
			else chart.push(resource);
		}
		const files = chart
			.map((resource) => [resource.name, text(resource)])
			.sort();
		tree.set(
			`${metadata.name}/fleet.yaml`,
			toYaml({
				...withoutDefaults(options),
				...(files.length > 0 && { chartFiles: contentHash(files) }),
			}),
		);
	}
	return tree;
}

const text = ({ content = "", encoding }: Resource): string =>
	encoding === "base64+gz"
		? gunzipSync(Buffer.from(content, "base64")).toString("utf8")
		: content;

/** Drops nulls and empty values, which the API server fills in and a file omits. */
function withoutDefaults(value: unknown): Record<string, unknown> {
	return JSON.parse(
		JSON.stringify(value, (_key, entry: unknown) =>
			entry === null ||
			(typeof entry === "object" &&
				!Array.isArray(entry) &&
				Object.keys(entry as object).length === 0)
				? undefined
				: entry,
		),
	) as Record<string, unknown>;
}
