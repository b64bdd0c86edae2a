import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import {
	contentHash,
	LabError,
	type Progress,
	readTree,
	writeTree,
} from "@lab/core";
import { apiGroupOf, type ReadObject } from "@lab/kubernetes";
import { charts, fleet } from "@lab/lab";
import { chartId, findCharts } from "@lab/toolchain";
import { KubeApi } from "../access/kube-api.ts";
import {
	kindsUsed,
	missingChartCrds,
	platformCrds,
} from "../seed/platform-crds.ts";
import { applyCrds } from "../seed/seed.ts";
import { STAND_IN } from "../seed/stand-in-crds.ts";
import { startControllers } from "../services/controllers.ts";
import {
	type Folder,
	type ReplicaRecord,
	type RolloutRecord,
	readRecord,
	updateRecord,
} from "../state/folder.ts";
import type { BundleState } from "./bundle-states.ts";
import { type ChartRepository, serveCharts } from "./chart-repository.ts";
import { fleetApply } from "./fleet-apply.ts";
import { gitFolder, rollOutFromGit } from "./git-repo.ts";
import { readBundles, type TreeBundle } from "./read-tree.ts";
import { absentBundles, withNeedsMet } from "./readiness.ts";
import { settingsOf } from "./settings.ts";
import { chartOf, type Staged, stage } from "./stage.ts";
import { waitForBundles } from "./wait.ts";

export interface DeployOptions {
	readonly folder: Folder;
	/** Path of the rendered tree, committed or not. */
	readonly tree: string;
	/** Path of Fleet's command. */
	readonly program: string;
	/** Folder of chart archives. */
	readonly charts?: string | undefined;
	/** Let Fleet read the tree from a repository in the cluster. @default as in the last rollout */
	readonly gitRepo?: boolean | undefined;
	/** Time to wait until all bundles are ready. */
	readonly patienceMs: number;
	readonly progress: Progress;
	readonly signal?: AbortSignal;
}

/** Hash of a tree's contents. */
export const treeHash = async (tree: string): Promise<string> =>
	contentHash([...(await readTree(tree))]).slice(0, 16);

/**
 * Rolls a tree out as Fleet's own job does, and waits until all bundles are
 * ready. Skips bundles whose chart is unavailable, and reports them as skipped.
 */
export async function deploy(options: DeployOptions): Promise<BundleState[]> {
	const { folder, tree, program, patienceMs, progress, signal } = options;
	const bundles = await readBundles(tree);
	const record = await readRecord(folder);
	const before = record?.rollout;
	const gitRepo = options.gitRepo ?? before?.gitRepo ?? false;
	if (gitRepo) await deployFromGit(options, bundles, record);
	else
		await withStagedTree(options, bundles, async (staged) => {
			const api = await KubeApi.from(folder.kubeconfig);
			try {
				await prepareKinds(api, bundles, staged, before);
			} finally {
				api.close();
			}
			progress.step(`applying ${bundles.length} bundles with Fleet`);
			await fleetApply({
				program,
				cwd: folder.deployed,
				kubeconfig: folder.kubeconfig,
				signal,
			});
			await updateRecord(folder, {
				rollout: {
					tree: await treeHash(tree),
					...(options.charts !== undefined && { charts: options.charts }),
					skipped: staged.skipped,
				},
			});
		});
	const skipped = (await readRecord(folder))?.rollout?.skipped ?? {};
	const api = await KubeApi.from(folder.kubeconfig);
	const waited = new AbortController();
	const settings = settingsOf(
		// In k3d the controllers run as pods of their own charts.
		record?.mode === "k3d"
			? []
			: bundles.filter(({ name }) => skipped[name] === undefined),
	);
	const controllers = startControllers(
		folder,
		api,
		settings,
		progress,
		waited.signal,
	);
	controllers.catch(() => {});
	try {
		const states = await withNeedsMet(
			api,
			{
				bundles,
				absent: absentBundles(bundles, skipped, record ?? {}),
				progress,
			},
			() => waitForBundles(api, { patienceMs, skipped, progress, signal }),
		);
		waited.abort();
		await controllers;
		return states;
	} finally {
		waited.abort();
		api.close();
	}
}

/** Rolls out as in the lab: Fleet's job downloads each chart from its own repository. @throws LabError `only-k3d` */
async function deployFromGit(
	{
		folder,
		tree,
		charts: archives,
		patienceMs,
		progress,
		signal,
	}: DeployOptions,
	bundles: readonly TreeBundle[],
	record: ReplicaRecord | undefined,
): Promise<void> {
	if (record?.mode !== "k3d" || record.fleet !== "inside")
		throw new LabError({
			code: "only-k3d",
			what: "Fleet reads a repository with a job in a pod, and this replica does not run Fleet in containers",
			where: "--gitrepo",
			help: "use a replica with --mode k3d and an engine that can pull Fleet's image; 'pnpm local-lab deploy' rolls the same tree out without a repository",
		});
	if (archives !== undefined)
		progress.note(
			"Fleet's job downloads charts from their repositories and ignores --charts",
		);
	// One unavailable chart would fail the job, and with it every other bundle.
	const found = await findCharts(chartsOf(bundles), { progress });
	const staged = stage(bundles, new Set(found.keys()));
	const staging = await writeStage(folder, staged);
	const api = await KubeApi.from(folder.kubeconfig);
	try {
		await prepareKinds(api, bundles, staged, record.rollout);
		progress.step("letting Fleet read the tree from a repository");
		await rollOutFromGit(api, {
			tree: staging,
			names: bundles
				.map(({ name }) => name)
				.filter((name) => staged.skipped[name] === undefined),
			folder: join(folder.path, gitFolder),
			patienceMs,
			signal,
		});
	} finally {
		api.close();
	}
	await updateRecord(folder, {
		rollout: {
			tree: await treeHash(tree),
			gitRepo: true,
			skipped: staged.skipped,
		},
	});
}

const chartsOf = (bundles: readonly TreeBundle[]) =>
	bundles.map(chartOf).filter((ref) => ref !== undefined);

/** @returns the folder that Fleet reads */
async function writeStage(folder: Folder, { tree }: Staged): Promise<string> {
	const target = join(folder.deployed, fleet.path);
	await rm(target, { recursive: true, force: true });
	await mkdir(target, { recursive: true });
	await writeTree(target, tree);
	return target;
}

/** Runs `body` while the staged tree is in `folder.deployed` and its charts are served. */
export async function withStagedTree<T>(
	{ folder, charts: archives, progress }: DeployOptions,
	bundles: readonly TreeBundle[],
	body: (staged: Staged) => Promise<T>,
): Promise<T> {
	const refs = chartsOf(bundles);
	const found = await findCharts(refs, { folder: archives, progress });
	const port = (await readRecord(folder))?.ports.charts ?? 0;
	let repository: ChartRepository | undefined;
	if (found.size > 0) {
		const served = refs
			.filter((ref) => found.has(chartId(ref)))
			.map((ref) => ({ ref, path: found.get(chartId(ref)) ?? "" }));
		repository = await serveCharts(served, port);
	}
	try {
		const staged = stage(bundles, new Set(found.keys()), repository?.url ?? "");
		await writeStage(folder, staged);
		return await body(staged);
	} finally {
		await repository?.close();
	}
}

/**
 * Installs the CRDs that k3s, provisioning and skipped charts would have
 * installed. If a chart that was skipped before is now available, its stand-in
 * CRDs are removed first, and the bundles that use them are rolled out again.
 */
async function prepareKinds(
	api: KubeApi,
	bundles: readonly TreeBundle[],
	{ skipped }: Staged,
	before: RolloutRecord | undefined,
): Promise<void> {
	const used = kindsUsed(bundles.flatMap(({ objects }) => objects));
	const groupsOf = (names: readonly string[]) =>
		names.flatMap((name) => {
			const bundle = bundles.find((one) => one.name === name);
			const chart = bundle && chartOf(bundle)?.chart;
			return Object.values(charts)
				.filter((one) => one.name === chart)
				.flatMap(({ crdGroups }): readonly string[] => crdGroups);
		});
	const missing = groupsOf(Object.keys(skipped));
	const arrived = groupsOf(
		Object.keys(before?.skipped ?? {}).filter(
			(name) => skipped[name] === undefined,
		),
	).filter((group) => !missing.includes(group));
	if (arrived.length > 0) await removeStandIns(api, bundles, arrived);
	const ofCharts = missingChartCrds(used, missing).map(markedAsStandIn);
	await applyCrds(api, [...platformCrds(used), ...ofCharts]);
}

const markedAsStandIn = (crd: ReadObject): ReadObject => ({
	...crd,
	metadata: {
		...crd.metadata,
		labels: { ...crd.metadata.labels, [STAND_IN]: "true" },
	},
});

async function removeStandIns(
	api: KubeApi,
	bundles: readonly TreeBundle[],
	groups: readonly string[],
): Promise<void> {
	const users = bundles.filter(({ objects }) =>
		objects.some((object) => groups.includes(apiGroupOf(object))),
	);
	for (const { name } of users) {
		await api.remove({
			apiVersion: "fleet.cattle.io/v1alpha1",
			kind: "Bundle",
			metadata: { name, namespace: fleet.workspace },
		});
	}
	const crds = await api.list(
		"apiextensions.k8s.io/v1",
		"CustomResourceDefinition",
		{ selector: `${STAND_IN}=true` },
	);
	for (const crd of crds) {
		const { group } = crd.spec as { group: string };
		if (groups.includes(group)) await api.remove(crdCalled(crd.metadata.name));
	}
}

const crdCalled = (name: string) => ({
	apiVersion: "apiextensions.k8s.io/v1",
	kind: "CustomResourceDefinition",
	metadata: { name },
});
