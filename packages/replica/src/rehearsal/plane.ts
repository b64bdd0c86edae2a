import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { exitCode, LabError, type Progress, removeTree } from "@lab/core";
import { type LabNode, nodes, shortName } from "@lab/lab";
import { ensureTools } from "@lab/toolchain";
import { KubeApi } from "../access/kube-api.ts";
import { down } from "../lifecycle/down.ts";
import { nodeObject } from "../seed/node-object.ts";
import {
	controlPlanePorts,
	controlPlaneServices,
	controlPlaneTools,
	createControlPlane,
} from "../services/control-plane.ts";
import { ensureServices, saveCpu } from "../services/service.ts";
import { type Folder, folderAt } from "../state/folder.ts";
import { choosePorts } from "../state/ports.ts";
import { withReplicaLock } from "../state/replica-lock.ts";

interface PlaneOptions {
	/** Folder with the lock; the control plane's own folder is inside it. */
	readonly folder: Folder;
	/** Number of nodes per machine of the lab; 0 if nothing is to be scheduled. @default 1 */
	readonly times?: number;
	readonly progress: Progress;
	readonly signal?: AbortSignal;
}

/**
 * Runs `body` against a temporary control plane with nodes like the lab's, but
 * without Fleet and stores. Removes the control plane afterwards, even after an
 * error; first removes what a killed rehearsal left behind.
 */
export async function withPlane<T>(
	{ folder: home, times = 1, progress, signal }: PlaneOptions,
	body: (api: KubeApi) => Promise<T>,
): Promise<T> {
	const options = { progress, ...(signal && { signal }) };
	const folder = folderAt(join(home.path, "plane"));
	const tools = await ensureTools(controlPlaneTools, options);
	const afterInterrupt =
		"the temporary control plane was removed: start the rehearsal again";
	return withReplicaLock(home, { ...options, afterInterrupt }, async () => {
		await removePlane(folder, { ...progress, step() {} });
		const { ports } = await choosePorts(controlPlanePorts, {}, folder.path);
		try {
			progress.step("creating a control plane");
			// Pods do not run: a rehearsal only checks where they are bound.
			await createControlPlane(folder, tools, ports, {
				pods: "wait",
				env: saveCpu,
				signal,
			});
			await ensureServices(
				folder,
				await controlPlaneServices(folder, saveCpu),
				progress,
				signal,
			);
			const api = await KubeApi.from(folder.kubeconfig);
			try {
				if (times > 0) {
					progress.step(`adding ${nodes.length * times} nodes`);
					await addNodes(api, times);
				}
				return await body(api);
			} finally {
				api.close();
			}
		} finally {
			await removePlane(folder, progress);
		}
	});
}

async function removePlane(folder: Folder, progress: Progress): Promise<void> {
	await down(folder, progress);
	await removeTree(folder.path);
}

async function addNodes(api: KubeApi, times: number): Promise<void> {
	const wanted = nodes.flatMap((node) =>
		Array.from({ length: times }, (_, index) => nodeLike(node, index)),
	);
	await Promise.all(
		wanted.map(async (node) => {
			await api.create(node);
			await api.patch(node, { status: node.status }, "/status");
		}),
	);
	// A new node is tainted until the controllers have seen that it is ready.
	for (let tries = 0; ; tries += 1) {
		const waiting = (await api.list("v1", "Node")).filter(({ spec }) =>
			((spec as { taints?: { key: string }[] }).taints ?? []).some(({ key }) =>
				key.startsWith("node.kubernetes.io/"),
			),
		);
		if (waiting.length === 0) return;
		if (tries === 300) {
			throw new LabError({
				code: "nodes-not-ready",
				what: `${waiting.length} nodes are not ready after 30 s`,
				where: "the rehearsal's control plane",
				help: "try again; this machine may have been busy",
				exit: exitCode.unavailable,
			});
		}
		await sleep(100);
	}
}

/** Node for a machine of the lab; further copies differ only in their name. */
function nodeLike(node: LabNode, copy: number) {
	const object = nodeObject(node);
	if (copy === 0) return object;
	const name = `${node.name}-${copy + 1}`;
	const { podCIDR: _, ...spec } = object.spec;
	return {
		...object,
		metadata: {
			...object.metadata,
			name,
			labels: { ...object.metadata.labels, "kubernetes.io/hostname": name },
		},
		spec: { ...spec, providerID: `kwok://${shortName(node)}-${copy + 1}` },
	};
}
