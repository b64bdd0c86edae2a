import { join } from "node:path";
import { exitCode, LabError, removeTree } from "@lab/core";
import { type LabNode, nodes, shortName } from "@lab/lab";
import {
	controlPlanePorts,
	controlPlaneServices,
	controlPlaneTools,
	createControlPlane,
} from "../replica/control-plane.ts";
import { down } from "../replica/down.ts";
import { type Folder, folderAt } from "../replica/folder.ts";
import { KubeApi, type KubeObject } from "../replica/kube-api.ts";
import { nodeObject } from "../replica/node-object.ts";
import { choosePorts } from "../replica/ports.ts";
import { ensureServices, hasty } from "../replica/service.ts";
import { alone } from "../replica/up.ts";
import { ensureTools } from "../toolchain/ensure.ts";
import type { Progress } from "../toolchain/progress.ts";

interface PlaneOptions {
	/** Where the lock is, and the control plane below it. */
	readonly folder: Folder;
	/** How often each machine of the lab stands there. @default 1 */
	readonly times?: number;
	readonly progress: Progress;
	readonly signal?: AbortSignal;
}

/**
 * Lends a control plane with nodes like the lab's and nothing else: no Fleet,
 * no stores. It is taken away afterwards, whatever became of the work; what a
 * killed one left goes first.
 */
export async function withPlane<T>(
	{ folder: home, times = 1, progress, signal }: PlaneOptions,
	body: (api: KubeApi) => Promise<T>,
): Promise<T> {
	const options = { progress, ...(signal && { signal }) };
	const folder = folderAt(join(home.path, "plane"));
	const tools = await ensureTools(controlPlaneTools, options);
	const goOn = "nothing is left of it: rehearse again";
	return alone(home, { ...options, goOn }, async () => {
		await takeAway(folder, { ...progress, step() {} });
		const { ports } = await choosePorts(controlPlanePorts, {}, folder.path);
		try {
			progress.step("making a control plane");
			// Where a pod comes to is all that is asked.
			await createControlPlane(folder, tools, ports, {
				pods: "wait",
				env: hasty,
				signal,
			});
			await ensureServices(
				folder,
				await controlPlaneServices(folder, hasty),
				progress,
				signal,
			);
			const api = await KubeApi.from(folder.kubeconfig);
			try {
				progress.step(`adding ${nodes.length * times} nodes`);
				await addNodes(api, times);
				return await body(api);
			} finally {
				api.close();
			}
		} finally {
			await takeAway(folder, progress);
		}
	});
}

async function takeAway(folder: Folder, progress: Progress): Promise<void> {
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
	// A node is not for pods until the controllers have seen that it is ready.
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
				help: "call it again; this machine may have been busy",
				exit: exitCode.letDown,
			});
		}
		await new Promise((resolve) => setTimeout(resolve, 100));
	}
}

/** A machine of the lab, and further ones that differ from it only by their name. */
function nodeLike(node: LabNode, copy: number): KubeObject {
	const object = nodeObject(node);
	if (copy === 0) return object;
	const name = `${node.name}-${copy + 1}`;
	const { podCIDR: _, ...spec } = object.spec as Record<string, unknown>;
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
