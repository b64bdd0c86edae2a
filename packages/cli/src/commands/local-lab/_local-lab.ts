import { join } from "node:path";
import process from "node:process";
import { exitCode, LabError } from "@lab/core";
import { environments } from "@lab/lab";
import {
	apiAnswers,
	type BundleState,
	type Folder,
	folderAt,
	type ReplicaRecord,
	type ReplicaStatus,
	readBundles,
	readRecord,
	replicaPath,
	replicaTools,
	type StatusInput,
	settingsOf,
	status,
} from "@lab/replica";
import type { Context } from "../../command.ts";
import { paint } from "../../output.ts";
import { treeFolders } from "../../tree-folders.ts";

export interface LocalLab {
	readonly folder: Folder;
	/** The rendered tree of the environment `local`. */
	readonly tree: string;
}

export const localLab = ({ root }: Pick<Context, "root">): LocalLab => ({
	folder: folderAt(replicaPath(root)),
	tree: process.env.VACLAB_REPLICA_TREE || join(root, treeFolders.local),
});

export const chartsOption = {
	flags: "--charts <folder>",
	description:
		"folder with charts, <name>-<version>.tgz, used instead of the repositories (default: $VACLAB_CHARTS)",
} as const;

export const gitRepoOption = {
	flags: "--gitrepo",
	description:
		"k3d only: let Fleet read the tree from a Git server in the cluster, as in the lab; remembered",
} as const;

/** Time limit for the roll-out. */
export const patienceOption = {
	flags: "--patience <duration>",
	description: "time to wait for all bundles to become ready",
	default: "120s",
} as const;

export const chartsFolder = ({
	charts,
}: {
	readonly charts: string | undefined;
}): string | undefined => charts ?? (process.env.VACLAB_CHARTS || undefined);

/** Input of the replica's `status`. */
export async function statusInput(input: Context): Promise<StatusInput> {
	const { folder, tree } = localLab(input);
	return {
		folder,
		tools: () => replicaTools(input.progress, input.signal),
		env: environments.local,
		settings: settingsOf(await readBundles(tree)),
	};
}

export const readStatus = async (input: Context): Promise<ReplicaStatus> =>
	status(await statusInput(input));

const isReady = ({ state }: BundleState): boolean => state === "ready";

/** A line with the counts, and one for each bundle that is not ready. */
export function describeBundles(bundles: readonly BundleState[]): string[] {
	const skipped = bundles.filter(({ state }) => state === "skipped");
	const waiting = bundles.filter(({ state }) => state === "not-ready");
	const parked = bundles.filter(({ state }) => state === "parked").length;
	const width = Math.max(0, ...bundles.map(({ name }) => name.length));
	const line = ({ name, reason }: BundleState, word: string) =>
		`  ${name.padEnd(width)}  ${word} (${reason})`;
	const count = `${bundles.filter(isReady).length} of ${bundles.length - parked} bundles are ready${parked > 0 ? `, ${parked} experiments are parked` : ""}`;
	return [
		waiting.length === 0 && skipped.length === 0
			? paint("green", count)
			: paint("yellow", count),
		...waiting.map((one) => paint("red", line(one, "not ready"))),
		...skipped.map((one) => paint("yellow", line(one, "skipped"))),
		...(skipped.length > 0
			? [
					paint(
						"yellow",
						"  to add them: pnpm local-lab deploy --charts <folder>",
					),
				]
			: []),
	];
}

export function describeEndpoints(status: ReplicaStatus): string[] {
	const { prometheusUrl, logsUrl, kubeconfig, publicUrl, grafanaUrl } = status;
	const lines = {
		Prometheus: prometheusUrl,
		VictoriaLogs: logsUrl,
		Grafana: grafanaUrl,
		public: publicUrl,
		kubeconfig,
	};
	return Object.entries(lines).flatMap(([name, value]) =>
		value === undefined ? [] : [`  ${name.padEnd(12)}  ${value}`],
	);
}

/**
 * Reads the record of the running replica.
 *
 * @throws LabError `no-replica` if no replica is running
 */
export async function runningReplica({
	root,
}: Pick<Context, "root">): Promise<ReplicaRecord> {
	const { folder } = localLab({ root });
	const record = await readRecord(folder);
	if (record?.created === true && (await apiAnswers(folder))) return record;
	throw new LabError({
		code: "no-replica",
		what: "no replica is running",
		where: folder.path,
		help: "start it with 'pnpm local-lab up'",
		exit: exitCode.unavailable,
	});
}
