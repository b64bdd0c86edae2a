import { setTimeout as sleep } from "node:timers/promises";
import { LabError, type Progress } from "@lab/core";
import type { KubeApi } from "../access/kube-api.ts";
import type { Program, TreeSettings } from "../rollout/settings.ts";
import { STAND_IN } from "../seed/stand-in-crds.ts";
import { type Folder, readRecord, updateRecord } from "../state/folder.ts";
import { controlPlaneServices } from "./control-plane.ts";
import { wantedPrograms } from "./embedded.ts";
import {
	controllerKinds,
	programServices,
	programTools,
} from "./program-services.ts";
import { ensureServices } from "./service.ts";

const POLL_MS = 500;

/**
 * Starts each controller of a tree as soon as its bundle has installed the CRDs
 * that it watches, until the signal fires. Once started, a controller is
 * restarted by `up`.
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
			if (!(await isInstalled(api, controllerKinds[name] ?? ""))) continue;
			// A controller exits if another of its CRDs is not installed yet.
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
		if (error instanceof LabError && error.code.startsWith("service-"))
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

/** Whether the API server serves a CRD that is not a stand-in. */
async function isInstalled(api: KubeApi, crd: string): Promise<boolean> {
	const found = await api.get({
		apiVersion: "apiextensions.k8s.io/v1",
		kind: "CustomResourceDefinition",
		metadata: { name: crd },
	});
	if (found === undefined || found.metadata.labels?.[STAND_IN] !== undefined)
		return false;
	// The API server writes null until it has looked at a new CRD.
	const { conditions } = (found.status ?? {}) as {
		conditions?: readonly { type: string; status: string }[] | null;
	};
	return (conditions ?? []).some(
		({ type, status }) => type === "Established" && status === "True",
	);
}
