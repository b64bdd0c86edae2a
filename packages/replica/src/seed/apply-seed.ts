import { readFile } from "node:fs/promises";
import { LabError, type Progress, type RetryPolicy, retry } from "@lab/core";
import { KubeApi } from "../access/kube-api.ts";
import { type Folder, readRecord, updateRecord } from "../state/folder.ts";
import { type Seed, seedCluster, seedHash } from "./seed.ts";

/** Applies the seed, unless the same one has been applied. */
export async function applySeed(
	folder: Folder,
	progress: Progress,
	seed: Seed,
	signal: AbortSignal | undefined,
): Promise<void> {
	const hash = seedHash(seed, await readFile(folder.kubeconfig, "utf8"));
	if ((await readRecord(folder))?.seed === hash) return;
	progress.step("creating nodes, CRDs, namespaces and secrets");
	await withApi(folder, (api) =>
		retryWhileStarting(() => seedCluster(api, seed, folder.kubeconfig), signal),
	);
	await updateRecord(folder, { seed: hash });
}

export async function withApi(
	folder: Folder,
	body: (api: KubeApi) => Promise<void>,
): Promise<void> {
	const api = await KubeApi.from(folder.kubeconfig);
	try {
		await body(api);
	} finally {
		api.close();
	}
}

/** Five seconds: enough for the API server to create its own roles. */
const START: RetryPolicy = {
	attempts: 21,
	firstWait: "250ms",
	longestWait: "250ms",
};

const startFaults = ["api-refused", "api-unreachable", "unknown-kind"];

/** Retries while an API server that has just started rejects calls because its own roles do not exist yet. */
export const retryWhileStarting = (
	body: () => Promise<void>,
	signal: AbortSignal | undefined,
): Promise<void> =>
	retry(body, {
		...START,
		signal,
		shouldRetry: (error) =>
			error instanceof LabError && startFaults.includes(error.code),
	});
