import { type DeployOptions, deploy, treeHash } from "../rollout/deploy.ts";
import type { TreeSettings } from "../rollout/settings.ts";
import { waitForBundles } from "../rollout/wait.ts";
import { type Folder, type ReplicaRecord, readRecord } from "./folder.ts";
import { KubeApi } from "./kube-api.ts";
import type { StartedService } from "./service.ts";
import { type ReplicaStatus, status } from "./status.ts";
import { replicaTools } from "./tools.ts";
import { alone, type UpOptions, up } from "./up.ts";

export interface BringUpOptions extends UpOptions {
	readonly settings: TreeSettings;
	readonly tree: string;
	/** Let Fleet read the tree from a repository in the cluster. @default as before */
	readonly gitRepo?: boolean | undefined;
	/** Whether to roll the tree out where that was not done yet. */
	readonly rollOut: boolean;
	readonly patienceMs: number;
}

export interface BroughtUp {
	readonly status: ReplicaStatus;
	readonly started: readonly StartedService[];
	readonly notes: readonly string[];
	/** What is in the cluster and in the tree, and differs: for a person to decide. */
	readonly drift: readonly string[];
}

/** `up` as a person means it: the replica runs, and what was rolled out in it is ready. */
export const bringUp = (options: BringUpOptions): Promise<BroughtUp> =>
	alone(options.folder, options, async () => {
		const { folder, env, settings, tree, charts, progress, signal } = options;
		const { started, notes, drift: cluster } = await up(options);
		const tools = await replicaTools(progress, signal);
		const now = () => status({ folder, tools, env, settings });
		const record = await readRecord(folder);
		const rollOut = {
			folder,
			tree,
			charts: charts ?? record?.rollout?.charts,
			gitRepo: options.gitRepo,
			program: tools.fleet.path,
			patienceMs: options.patienceMs,
			progress,
			...(signal && { signal }),
		} satisfies DeployOptions;
		let current = await now();
		const drift: string[] = cluster === undefined ? [] : [cluster];
		const changesWay =
			options.gitRepo === true && record?.rollout?.gitRepo !== true;
		if (options.rollOut && (changesWay || isIncomplete(record, charts))) {
			await deploy(rollOut);
			current = await now();
		} else if (record?.rollout !== undefined) {
			if (record.rollout.tree !== (await treeHash(tree)))
				drift.push(
					`${tree} has changed since it was rolled out: 'pnpm local-lab diff' shows what would change, 'pnpm local-lab deploy' brings it`,
				);
			if (current.bundles.some(({ state }) => state === "not-ready")) {
				await settle(folder, rollOut, record.rollout.skipped);
				current = await now();
			}
		}
		return { status: current, started, notes, drift };
	});

/** Nothing was rolled out yet, or charts came that were missing. */
const isIncomplete = (
	record: ReplicaRecord | undefined,
	charts: string | undefined,
): boolean =>
	record?.rollout === undefined ||
	(charts !== undefined &&
		(charts !== record.rollout.charts ||
			Object.keys(record.rollout.skipped).length > 0));

async function settle(
	folder: Folder,
	{ patienceMs, progress, signal }: DeployOptions,
	skipped: Readonly<Record<string, string>>,
): Promise<void> {
	const api = await KubeApi.from(folder.kubeconfig);
	try {
		await waitForBundles(api, { patienceMs, skipped, progress, signal });
	} finally {
		api.close();
	}
}
