import { setTimeout as sleep } from "node:timers/promises";
import { LabError } from "@lab/core";
import type { Program, TreeSettings } from "../rollout/settings.ts";
import type { Progress } from "../toolchain/progress.ts";
import { controlPlaneServices } from "./control-plane.ts";
import { wantedPrograms } from "./embedded.ts";
import { type Folder, readRecord, updateRecord } from "./folder.ts";
import type { KubeApi } from "./kube-api.ts";
import {
	controllerKinds,
	programServices,
	programTools,
} from "./program-services.ts";
import { ensureServices } from "./service.ts";
import { STAND_IN } from "./stand-in-crds.ts";

const POLL_MS = 500;

/**
 * Starts each controller of a tree as soon as its bundle has brought the kinds
 * that it looks for, until the signal says that nobody waits any more. From
 * then on `up` brings it back.
 */
export async function startControllers(
	folder: Folder,
	api: KubeApi,
	settings: TreeSettings,
	progress: Progress,
	signal: AbortSignal,
): Promise<void> {
	const record = await readRecord(folder);
	const running = record?.controllers ?? [];
	const waiting = new Set(
		wantedPrograms(settings, record ?? {}).filter(
			(name) => controllerKinds[name] !== undefined && !running.includes(name),
		),
	);
	let failure: LabError | undefined;
	while (waiting.size > 0 && !signal.aborted) {
		failure = undefined;
		for (const name of waiting) {
			if (!(await isThere(api, controllerKinds[name] ?? ""))) continue;
			// It ends when another of its kinds is still on its way.
			failure = await tryToStart(folder, name, progress);
			if (failure === undefined) waiting.delete(name);
		}
		await sleep(POLL_MS, undefined, { signal }).catch(() => {});
	}
	if (failure !== undefined) throw failure;
}

async function tryToStart(
	folder: Folder,
	name: Program,
	progress: Progress,
): Promise<LabError | undefined> {
	try {
		await startController(folder, name, progress);
		return undefined;
	} catch (error) {
		if (error instanceof LabError && error.code === "service-ended")
			return error;
		throw error;
	}
}

async function startController(
	folder: Folder,
	name: Program,
	progress: Progress,
): Promise<void> {
	const record = await readRecord(folder);
	const tools = await programTools([name], progress);
	const plane = await controlPlaneServices(folder);
	await ensureServices(
		folder,
		[...plane, ...programServices(folder, tools, record?.ports ?? {})],
		progress,
	);
	await updateRecord(folder, {
		controllers: [...(record?.controllers ?? []), name],
	});
}

/** Whether the API server serves a kind, by the name of its definition. */
async function isThere(api: KubeApi, crd: string): Promise<boolean> {
	const found = await api.get({
		apiVersion: "apiextensions.k8s.io/v1",
		kind: "CustomResourceDefinition",
		metadata: { name: crd },
	});
	return found?.metadata.labels?.[STAND_IN] === undefined
		? found !== undefined
		: false;
}
