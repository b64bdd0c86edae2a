import { gunzipSync } from "node:zlib";
import { contentHash, type FileTree, toYaml } from "@lab/core";
import { fleet } from "@lab/lab";
import { KubeApi, type KubeObject } from "../replica/kube-api.ts";
import { type BundleState, bundleStates } from "./bundle-states.ts";
import { type DeployOptions, usingStage } from "./deploy.ts";
import { fleetBundles } from "./fleet-apply.ts";
import { readBundles } from "./read-tree.ts";

export interface RolloutDiff {
	/** What Fleet has now, as a tree. */
	readonly cluster: FileTree;
	/** What Fleet would get. */
	readonly working: FileTree;
	readonly skipped: Readonly<Record<string, string>>;
	/** Bundles whose objects somebody changed in the cluster. */
	readonly drifted: readonly BundleState[];
}

/** Compares what Fleet holds with what it would be given, both as Fleet itself reads a tree. */
export async function rolloutDiff(
	options: DeployOptions,
): Promise<RolloutDiff> {
	const { folder, tree, program, signal } = options;
	const bundles = await readBundles(tree);
	return usingStage(options, bundles, async ({ skipped }) => {
		const working = await fleetBundles({
			program,
			cwd: folder.deployed,
			kubeconfig: folder.kubeconfig,
			signal,
		});
		const api = await KubeApi.from(folder.kubeconfig);
		try {
			const there = await api.list("fleet.cattle.io/v1alpha1", "Bundle", {
				namespace: fleet.workspace,
				selector: `fleet.cattle.io/repo-name=${fleet.gitRepo}`,
			});
			const states = await bundleStates(api, skipped);
			return {
				cluster: asTree(there),
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

/** Bundles as the files that they were made of; a chart counts as one value. */
function asTree(bundles: readonly KubeObject[]): FileTree {
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

/** What the API server fills in, and a file does not have. */
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
