import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { contentHash, LabError, readTree, writeTree } from "@lab/core";
import { charts, fleet } from "@lab/lab";
import { startControllers } from "../replica/controllers.ts";
import {
	type Folder,
	type ReplicaRecord,
	type RolloutRecord,
	readRecord,
	updateRecord,
} from "../replica/folder.ts";
import { KubeApi, type KubeObject } from "../replica/kube-api.ts";
import {
	kindsUsed,
	missingChartCrds,
	platformCrds,
} from "../replica/platform-crds.ts";
import { applyCrds } from "../replica/seed.ts";
import { STAND_IN } from "../replica/stand-in-crds.ts";
import type { Progress } from "../toolchain/progress.ts";
import type { BundleState } from "./bundle-states.ts";
import { type ChartRepository, serveCharts } from "./chart-repository.ts";
import { chartId, findCharts } from "./charts.ts";
import { fleetApply } from "./fleet-apply.ts";
import { gitFolder, rollOutFromGit } from "./git-repo.ts";
import { readBundles, type TreeBundle } from "./read-tree.ts";
import { settingsOf } from "./settings.ts";
import { chartOf, type Staged, stage } from "./stage.ts";
import { waitForBundles } from "./wait.ts";

export interface DeployOptions {
	readonly folder: Folder;
	/** The rendered tree, committed or not. */
	readonly tree: string;
	/** Fleet's command. */
	readonly program: string;
	/** Folder with chart archives. */
	readonly charts?: string | undefined;
	/** Let Fleet read the tree from a repository in the cluster. @default as before */
	readonly gitRepo?: boolean | undefined;
	/** How long to wait until all is ready. */
	readonly patienceMs: number;
	readonly progress: Progress;
	readonly signal?: AbortSignal;
}

/** Names a tree by all that it says, so that a change of it is seen. */
export const treeHash = async (tree: string): Promise<string> =>
	contentHash([...(await readTree(tree))]).slice(0, 16);

/**
 * Rolls a tree out the way Fleet's own job does, and waits until all of it is
 * ready. Bundles whose chart nobody has are left out, and said so.
 */
export async function deploy(options: DeployOptions): Promise<BundleState[]> {
	const { folder, tree, program, patienceMs, progress, signal } = options;
	const bundles = await readBundles(tree);
	const record = await readRecord(folder);
	const before = record?.rollout;
	const gitRepo = options.gitRepo ?? before?.gitRepo ?? false;
	if (gitRepo) await deployFromGit(options, bundles, record);
	else
		await usingStage(options, bundles, async (staged) => {
			const api = await KubeApi.from(folder.kubeconfig);
			try {
				await prepareKinds(api, bundles, staged, before);
			} finally {
				api.close();
			}
			progress.step(`giving ${bundles.length} bundles to Fleet`);
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
		// In k3d they are pods of their own charts.
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
		const states = await waitForBundles(api, {
			patienceMs,
			skipped,
			progress,
			signal,
		});
		waited.abort();
		await controllers;
		return states;
	} finally {
		waited.abort();
		api.close();
	}
}

/** As the lab does: Fleet's job takes each chart from where its bundle says. @throws LabError `only-k3d` */
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
			what: "Fleet reads a repository by a job in a pod, and this replica runs no containers of Fleet",
			where: "--gitrepo",
			help: "take a replica with --mode k3d on an engine that can have Fleet's image; 'pnpm local-lab deploy' rolls the same tree out without a repository",
		});
	if (archives !== undefined)
		progress.note(
			"Fleet's job takes charts from their repositories, not from --charts",
		);
	// One that cannot be had would fail the job, and with it every other bundle.
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

/** @returns the folder that Fleet shall read */
async function writeStage(folder: Folder, { tree }: Staged): Promise<string> {
	const target = join(folder.deployed, fleet.path);
	await rm(target, { recursive: true, force: true });
	await mkdir(target, { recursive: true });
	await writeTree(target, tree);
	return target;
}

/** Lends the tree as Fleet shall read it, with its charts served, in `folder.deployed`. */
export async function usingStage<T>(
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
 * Kinds that k3s, provisioning and left-out charts would have brought. Where a
 * chart that was left out is now there, what stood in for it goes first, and
 * what was built on that is rolled out anew.
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
	if (arrived.length > 0) await takeAwayStandIns(api, bundles, arrived);
	const ofCharts = missingChartCrds(used, missing).map(markedAsStandIn);
	await applyCrds(api, [...platformCrds(used), ...ofCharts]);
}

const markedAsStandIn = (crd: KubeObject): KubeObject => ({
	...crd,
	metadata: {
		...crd.metadata,
		labels: { ...crd.metadata.labels, [STAND_IN]: "true" },
	},
});

async function takeAwayStandIns(
	api: KubeApi,
	bundles: readonly TreeBundle[],
	groups: readonly string[],
): Promise<void> {
	const users = bundles.filter(({ objects }) =>
		objects.some(({ apiVersion }) =>
			groups.includes(apiVersion.split("/")[0] ?? ""),
		),
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
		if (groups.includes(group)) await api.remove(asDefinition(crd));
	}
}

const asDefinition = ({ metadata }: KubeObject) => ({
	apiVersion: "apiextensions.k8s.io/v1",
	kind: "CustomResourceDefinition",
	metadata: { name: metadata.name },
});
