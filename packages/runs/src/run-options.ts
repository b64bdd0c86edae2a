import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import process from "node:process";
import { fetchWithSignal, LabError } from "@lab/core";
import type { Plan } from "@lab/record";
import { endpointsOf, folderAt, readRecord, replicaPath } from "@lab/replica";
import type { RunnerOptions } from "@lab/runner";
import { bundleTestNode } from "@lab/test-node";
import { ensureTools } from "@lab/toolchain";
import type { Context } from "./context.ts";

/** Where a run executes and which stores it uses; paths are relative to the root. */
export interface RunRequest {
	readonly backend: Plan["backend"];
	readonly logsUrl?: string | undefined;
	readonly prometheusUrl?: string | undefined;
	readonly targetsFolder?: string | undefined;
	readonly kubeconfig?: string | undefined;
	readonly context?: string | undefined;
	/** Folder for the run's summary, to be committed. */
	readonly ledger?: string | undefined;
	/** Image of the runner, if it runs as a Job of the cluster. */
	readonly inside?: string | undefined;
}

/**
 * Makes the options of the runner. If no store is given, the run uses those of
 * the replica on this machine; without a replica, logs and metrics are kept only
 * in the files of the run.
 *
 * @throws LabError `no-kubeconfig`, `not-inside`
 */
export async function prepareRunnerOptions(
	{ backend, ledger, inside, ...given }: RunRequest,
	{ root, state, progress, signal }: Context,
): Promise<RunnerOptions> {
	const named = {
		...text("logsUrl", given.logsUrl),
		...text("prometheusUrl", given.prometheusUrl),
		...path("targetsFolder", given.targetsFolder, root),
		...path("kubeconfig", given.kubeconfig, root),
		...text("context", given.context),
	};
	if (named.kubeconfig !== undefined && !existsSync(named.kubeconfig)) {
		throw new LabError({
			code: "no-kubeconfig",
			what: "there is no such file",
			where: named.kubeconfig,
			help: "give the path of the cluster's kubeconfig with --kubeconfig",
		});
	}
	if (inside !== undefined && backend === "process") {
		throw new LabError({
			code: "not-inside",
			what: "the backend 'process' needs its runner on this machine",
			where: `--inside ${inside}`,
			help: "add --backend cluster",
		});
	}
	// A pod cannot reach the stores of a replica on this machine.
	const replica =
		Object.keys(named).length === 0 && inside === undefined
			? await storesOfReplica(root)
			: undefined;
	if (replica !== undefined) {
		progress.note("uses the stores of the local lab on this machine");
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
		...path("ledger", ledger, root),
		...(inside !== undefined && { inside: { image: inside } }),
	};
}

const text = <Key extends string>(
	key: Key,
	value: string | undefined,
): { readonly [K in Key]?: string } =>
	value === undefined ? {} : ({ [key]: value } as { [K in Key]: string });

const path = <Key extends string>(
	key: Key,
	value: string | undefined,
	root: string,
): { readonly [K in Key]?: string } =>
	text(key, value === undefined ? undefined : resolve(root, value));

async function storesOfReplica(
	root: string,
): Promise<
	| Pick<
			RunnerOptions,
			"logsUrl" | "prometheusUrl" | "targetsFolder" | "kubeconfig"
	  >
	| undefined
> {
	const folder = folderAt(replicaPath(root));
	const record = await readRecord(folder);
	if (record === undefined) return undefined;
	const endpoints = endpointsOf(folder, record);
	// A k3d replica exposes no port that accepts logs.
	if (endpoints.logsIngestUrl === undefined) return undefined;
	const answers = await fetchWithSignal(`${endpoints.logsIngestUrl}/health`, {
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
