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
	type ReplicaTools,
	readBundles,
	readRecord,
	replicaPath,
	replicaTools,
	type StatusInput,
	settingsOf,
	status,
} from "@lab/ops";
import type { Input, Option } from "../command.ts";
import { paint } from "../output.ts";

/** The tree of the replica, below the root of the repository. */
const TREE = "local-lab/fleet";

export interface LocalLab {
	readonly folder: Folder;
	/** The rendered tree of the environment `local`. */
	readonly tree: string;
}

export const localLab = ({ root }: Pick<Input, "root">): LocalLab => ({
	folder: folderAt(replicaPath(root)),
	tree: process.env.VACLAB_REPLICA_TREE || join(root, TREE),
});

export const chartsOption: Option = {
	flags: "--charts <folder>",
	description:
		"take charts from <name>-<version>.tgz there (or VACLAB_CHARTS) instead of their repositories",
};

export const gitRepoOption: Option = {
	flags: "--gitrepo",
	description:
		"k3d only: let Fleet read the tree from a git server in the cluster, as the lab does; remembered",
};

/** @returns nothing where it was not said, and stays as it was */
export const givenGitRepo = ({
	options,
}: Pick<Input, "options">): true | undefined =>
	options.gitrepo === true ? true : undefined;

export const chartsFolder = ({
	options,
}: Pick<Input, "options">): string | undefined =>
	(options.charts as string | undefined) ??
	(process.env.VACLAB_CHARTS || undefined);

/** All that `status` needs, from where one stands. */
export async function statusInput(
	input: Pick<Input, "root" | "progress" | "signal">,
): Promise<StatusInput> {
	const { folder, tree } = localLab(input);
	return {
		folder,
		tools: await replicaTools(input.progress, input.signal),
		env: environments.local,
		settings: settingsOf(await readBundles(tree)),
	};
}

export const readStatus = async (
	input: Pick<Input, "root" | "progress" | "signal">,
): Promise<ReplicaStatus> => status(await statusInput(input));

const isReady = ({ state }: BundleState): boolean => state === "ready";

/** One line per bundle that is not ready, and one that counts. */
export function describeBundles(bundles: readonly BundleState[]): string[] {
	const skipped = bundles.filter(({ state }) => state === "skipped");
	const waiting = bundles.filter(({ state }) => state === "not-ready");
	const parked = bundles.filter(({ state }) => state === "parked").length;
	const width = Math.max(0, ...bundles.map(({ name }) => name.length));
	const line = ({ name, reason }: BundleState, word: string) =>
		`  ${name.padEnd(width)}  ${word} (${reason})`;
	const count = `${bundles.filter(isReady).length} of ${bundles.length - parked} bundles are ready${parked > 0 ? `, ${parked} experiments wait for their label` : ""}`;
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
						"  give their charts with --charts <folder>, then: pnpm local-lab deploy",
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
 * The replica, for commands that need one that runs.
 *
 * @throws LabError `no-replica`
 */
export async function runningReplica(
	input: Pick<Input, "root" | "progress" | "signal">,
): Promise<{ readonly record: ReplicaRecord; readonly tools: ReplicaTools }> {
	const { folder } = localLab(input);
	const record = await readRecord(folder);
	const tools = await replicaTools(input.progress, input.signal);
	if (record?.created === true && (await apiAnswers(folder)))
		return { record, tools };
	throw new LabError({
		code: "no-replica",
		what: "there is no replica that runs",
		where: folder.path,
		help: "bring it up with 'pnpm local-lab up'",
		exit: exitCode.letDown,
	});
}
