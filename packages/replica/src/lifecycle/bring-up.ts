import { KubeApi } from "../access/kube-api.ts";
import { type DeployOptions, deploy, treeHash } from "../rollout/deploy.ts";
import { readBundles } from "../rollout/read-tree.ts";
import { absentBundles, withNeedsMet } from "../rollout/readiness.ts";
import type { TreeSettings } from "../rollout/settings.ts";
import { waitForBundles } from "../rollout/wait.ts";
import type { StartedService } from "../services/service.ts";
import { replicaTools } from "../services/tools.ts";
import { type ReplicaRecord, readRecord } from "../state/folder.ts";
import { withReplicaLock } from "../state/replica-lock.ts";
import { type ReplicaStatus, status } from "./status.ts";
import { up } from "./up.ts";
import type { UpOptions } from "./up-options.ts";

export interface BringUpOptions extends UpOptions {
	readonly settings: TreeSettings;
	readonly tree: string;
	/** Let Fleet read the tree from a repository in the cluster. @default as in the last rollout */
	readonly gitRepo?: boolean | undefined;
	/** Whether to roll the tree out if it has not been rolled out completely. */
	readonly rollOut: boolean;
	readonly patienceMs: number;
}

export interface BroughtUp {
	readonly status: ReplicaStatus;
	readonly started: readonly StartedService[];
	readonly notes: readonly string[];
	/** Differences between cluster and tree that the engineer has to decide on. */
	readonly drift: readonly string[];
}

/** Brings the replica up and waits until everything rolled out in it is ready. */
export const bringUp = (options: BringUpOptions): Promise<BroughtUp> =>
	withReplicaLock(options.folder, options, async () => {
		const { folder, env, settings, tree, charts, progress, signal } = options;
		const { started, notes, drift: cluster } = await up(options);
		const tools = await replicaTools(progress, signal);
		const now = () =>
			status({ folder, tools: async () => tools, env, settings });
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
		const switchesToGit =
			options.gitRepo === true && record?.rollout?.gitRepo !== true;
		if (options.rollOut && (switchesToGit || isIncomplete(record, charts))) {
			await deploy(rollOut);
			current = await now();
		} else if (record?.rollout !== undefined) {
			if (record.rollout.tree !== (await treeHash(tree)))
				drift.push(
					`${tree} has changed since it was rolled out: 'pnpm local-lab diff' shows the changes, 'pnpm local-lab deploy' applies them`,
				);
			if (current.bundles.some(({ state }) => state === "not-ready")) {
				await waitUntilReady(rollOut, record, record.rollout.skipped);
				current = await now();
			}
		}
		return { status: current, started, notes, drift };
	});

/** Whether nothing has been rolled out yet, or missing charts may now be available. */
const isIncomplete = (
	record: ReplicaRecord | undefined,
	charts: string | undefined,
): boolean =>
	record?.rollout === undefined ||
	(charts !== undefined &&
		(charts !== record.rollout.charts ||
			Object.keys(record.rollout.skipped).length > 0));

async function waitUntilReady(
	{ folder, tree, patienceMs, progress, signal }: DeployOptions,
	record: ReplicaRecord,
	skipped: Readonly<Record<string, string>>,
): Promise<void> {
	const api = await KubeApi.from(folder.kubeconfig);
	try {
		const bundles = await readBundles(tree);
		await withNeedsMet(
			api,
			{ bundles, absent: absentBundles(bundles, skipped, record), progress },
			() => waitForBundles(api, { patienceMs, skipped, progress, signal }),
		);
	} finally {
		api.close();
	}
}
