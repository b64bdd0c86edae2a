import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import process from "node:process";
import { LabError } from "@lab/core";
import {
	endpointsOf,
	ensureTools,
	folderAt,
	readRecord,
	replicaPath,
} from "@lab/ops";
import type { Plan } from "@lab/record";
import type { RunOptions } from "@lab/runner";
import { bundleTestNode } from "@lab/test-node";
import type { Input, Option } from "../command.ts";
import { planOptions } from "./plan-named.ts";

/** Options of every command that looks at runs. */
export const stateOption: Option = {
	flags: "--state <folder>",
	description: "where runs are kept, out of Git's sight",
	default: ".lab",
};

export const stateOf = ({ options, root }: Pick<Input, "options" | "root">) =>
	resolve(root, String(options.state));

/** Options of the commands that start a run. */
export const runOptions: readonly Option[] = [
	stateOption,
	...planOptions,
	{
		flags: "--logs-url <url>",
		description: "VictoriaLogs that the logs of processes are shipped to",
	},
	{
		flags: "--prometheus-url <url>",
		description: "Prometheus API in which the last scrape must be seen",
	},
	{
		flags: "--targets-folder <folder>",
		description: "where the scraper looks for its targets",
	},
	{ flags: "--kubeconfig <file>", description: "of the cluster" },
	{ flags: "--context <name>", description: "of the kubeconfig" },
	{
		flags: "--inside <image>",
		description: "the runner is a Job of the cluster, of this image",
	},
	{
		flags: "--ledger <folder>",
		description: "where a line about the run is left for Git",
		default: "runs",
	},
];

/**
 * What the flags say of a run. Where they name no stores, those of the replica
 * that runs on this machine serve; without one, logs and metrics stay in the
 * files of the run.
 */
export async function readRunOptions(
	{ options, root, progress, signal }: Input,
	backend: Plan["backend"],
): Promise<RunOptions> {
	const state = resolve(root, String(options.state));
	const text = (key: string) =>
		typeof options[key] === "string" ? { [key]: options[key] } : {};
	const path = (key: string) =>
		typeof options[key] === "string"
			? { [key]: resolve(root, options[key]) }
			: {};
	const named = {
		...text("logsUrl"),
		...text("prometheusUrl"),
		...path("targetsFolder"),
		...path("kubeconfig"),
		...text("context"),
	};
	if (named.kubeconfig !== undefined && !existsSync(named.kubeconfig)) {
		throw new LabError({
			code: "no-kubeconfig",
			what: "there is no such file",
			where: named.kubeconfig,
			help: "name the kubeconfig of the cluster with --kubeconfig",
		});
	}
	const inside =
		typeof options.inside === "string"
			? { inside: { image: options.inside } }
			: {};
	if (options.inside !== undefined && backend === "process") {
		throw new LabError({
			code: "not-inside",
			what: "nodes that are processes of this machine have their runner here",
			where: "--inside",
			help: "add --backend cluster",
		});
	}
	// The stores of a replica here cannot be reached from a pod.
	const replica =
		Object.keys(named).length === 0 && options.inside === undefined
			? await runningReplica(root)
			: undefined;
	if (replica !== undefined) {
		progress.note("uses the stores of the local lab that runs here");
	}
	return {
		state,
		programs:
			backend === "process"
				? {
						"test-node": [
							process.execPath,
							await bundleTestNode(join(state, "programs")),
						],
					}
				: {
						kubectl: [
							(await ensureTools(["kubectl"], { progress, signal })).kubectl
								.path,
						],
					},
		...(replica ?? {}),
		...named,
		...path("ledger"),
		...inside,
	};
}

async function runningReplica(
	root: string,
): Promise<
	| Pick<
			RunOptions,
			"logsUrl" | "prometheusUrl" | "targetsFolder" | "kubeconfig"
	  >
	| undefined
> {
	const folder = folderAt(replicaPath(root));
	const record = await readRecord(folder);
	if (record === undefined) return undefined;
	const endpoints = endpointsOf(folder, record);
	// In k3d no port of this machine takes logs.
	if (endpoints.logsIngestUrl === undefined) return undefined;
	const answers = await fetch(`${endpoints.logsIngestUrl}/health`, {
		signal: AbortSignal.timeout(2000),
	}).catch(() => undefined);
	if (answers?.ok !== true) return undefined;
	return {
		logsUrl: endpoints.logsIngestUrl,
		prometheusUrl: endpoints.prometheusUrl,
		targetsFolder: endpoints.targetsFolder,
		kubeconfig: endpoints.kubeconfig,
	};
}
