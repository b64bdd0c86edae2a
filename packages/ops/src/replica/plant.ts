import { readFile } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { LabError } from "@lab/core";
import type { Progress } from "../toolchain/progress.ts";
import { type Folder, readRecord, updateRecord } from "./folder.ts";
import { KubeApi } from "./kube-api.ts";
import { plantSeed, type Seed, seedHash } from "./seed.ts";

/** Puts the seed into the cluster, unless the same one is there. */
export async function plant(
	folder: Folder,
	progress: Progress,
	seed: Seed,
): Promise<void> {
	const hash = seedHash(seed, await readFile(folder.kubeconfig, "utf8"));
	if ((await readRecord(folder))?.seed === hash) return;
	progress.step(
		"putting nodes, kinds, namespaces and secrets into the cluster",
	);
	await withApi(folder, (api) =>
		retryWhileStarting(() => plantSeed(api, seed, folder.kubeconfig)),
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

/** A young API server refuses some calls until its own roles are there. */
export async function retryWhileStarting(
	body: () => Promise<void>,
): Promise<void> {
	for (let left = 20; ; left--) {
		try {
			return await body();
		} catch (error) {
			const starting =
				error instanceof LabError &&
				["api-refused", "api-unreachable", "unknown-kind"].includes(error.code);
			if (!starting || left === 0) throw error;
			await sleep(250);
		}
	}
}
