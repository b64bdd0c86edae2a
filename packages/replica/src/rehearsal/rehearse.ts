import { setTimeout as sleep } from "node:timers/promises";
import { fromYamlStream, LabError, type Progress } from "@lab/core";
import { type ReadObject, titleOf, type WrittenObject } from "@lab/kubernetes";
import type { NodeGroup, Plan } from "@lab/record";
import type { KubeApi } from "../access/kube-api.ts";
import { type ApiLoad, loadSince, readApiMetrics } from "./api-metrics.ts";

/** Unschedulable pods with the same reason, in the scheduler's words. */
export interface UnschedulablePods {
	readonly pods: number;
	readonly why: string;
}

export interface Rehearsal {
	readonly name: string;
	/** Number of pods in the plan. */
	readonly pods: number;
	readonly bound: number;
	/** Time from the first request until the last pod was bound. */
	readonly seconds: number;
	/** Objects that the API server rejects, and pods whose creation it rejects. */
	readonly refused: readonly {
		readonly object: string;
		readonly why: string;
	}[];
	readonly unfit: readonly UnschedulablePods[];
	readonly load: ApiLoad;
}

interface RehearseOptions {
	/** Time without a new binding after which to check whether the remaining pods are unschedulable. @default 5000 */
	readonly quietMs?: number;
	readonly progress: Progress;
	readonly signal?: AbortSignal;
}

const POLL_MS = 250;

/** Give up when no pod has been bound for this long. */
const LONGEST_QUIET_MS = 60_000;

/** Applies the objects of a plan to a control plane, all pods at once, and reports which were rejected, bound or unschedulable. */
export async function rehearse(
	api: KubeApi,
	plan: Pick<Plan, "name" | "namespace" | "groups" | "cluster">,
	{ quietMs = 5000, progress, signal }: RehearseOptions,
): Promise<Rehearsal> {
	const { name, namespace, groups } = plan;
	const objects = objectsOf(plan);
	const pods =
		objects.filter(isPod).length +
		groups.reduce(
			(sum, { kind, replicas }) =>
				kind === "StatefulSet" ? sum + replicas : sum,
			0,
		);
	const before = await readApiMetrics(api);
	const start = performance.now();
	await api.apply(namespaceCalled(namespace));
	try {
		const refused = await applyObjects(api, plan.namespace, objects);
		await scale(api, namespace, groups);
		let { bindings } = before;
		let last = performance.now();
		while (bindings - before.bindings < pods) {
			signal?.throwIfAborted();
			// Polling costs the API server time too, so poll less often the longer it takes.
			await sleep(POLL_MS + (performance.now() - start) / 50);
			const now = await readApiMetrics(api);
			if (now.bindings !== bindings) {
				({ bindings } = now);
				last = performance.now();
				progress.step(
					`${name}: ${bindings - before.bindings} of ${pods} pods bound`,
				);
				continue;
			}
			const quiet = performance.now() - last;
			if (quiet <= quietMs) continue;
			if (quiet > LONGEST_QUIET_MS || !(await isPending(api, namespace, pods)))
				break;
			await sleep(quietMs);
		}
		const seconds = (last - start) / 1000;
		const load = loadSince(before, await readApiMetrics(api));
		const bound = bindings - before.bindings;
		const missing = bound < pods;
		return {
			name,
			pods,
			bound,
			seconds,
			refused: [
				...refused,
				...(missing ? await failedCreates(api, namespace) : []),
			],
			unfit: missing ? await unschedulablePods(api, namespace) : [],
			load,
		};
	} finally {
		await api.remove(namespaceCalled(namespace));
	}
}

/** Waits until the pods of the last rehearsal are gone, so that they do not occupy capacity. */
export async function waitUntilEmpty(
	api: KubeApi,
	{ namespace }: Pick<Plan, "namespace">,
	signal?: AbortSignal,
): Promise<void> {
	while ((await api.get(namespaceCalled(namespace))) !== undefined) {
		signal?.throwIfAborted();
		await sleep(POLL_MS);
	}
}

const namespaceCalled = (name: string): WrittenObject => ({
	apiVersion: "v1",
	kind: "Namespace",
	metadata: { name },
});

/** A new namespace has no service account at first, and the API server rejects pods without one. */
async function waitForServiceAccount(
	api: KubeApi,
	namespace: string,
): Promise<void> {
	const account = {
		apiVersion: "v1",
		kind: "ServiceAccount",
		metadata: { name: "default", namespace },
	};
	while ((await api.get(account)) === undefined) await sleep(50);
}

/** Objects of a plan that Fleet would apply. */
const objectsOf = ({ cluster }: Pick<Plan, "cluster">): ReadObject[] =>
	Object.entries(cluster?.files ?? {})
		.filter(([path]) => path !== "fleet.yaml")
		.flatMap(([path, text]) => fromYamlStream(text, path) as ReadObject[]);

const isPod = ({ kind }: ReadObject): boolean => kind === "Pod";

async function applyObjects(
	api: KubeApi,
	namespace: string,
	objects: readonly ReadObject[],
): Promise<Rehearsal["refused"]> {
	await waitForServiceAccount(api, namespace);
	// Accounts and roles before the pods that use them.
	const ordered = [
		...objects.filter((object) => !isPod(object)),
		...objects.filter(isPod),
	];
	const refused: { object: string; why: string }[] = [];
	for (const object of ordered) {
		try {
			await api.apply({
				...object,
				metadata: { namespace, ...object.metadata },
			});
		} catch (error) {
			if (!(error instanceof LabError) || error.code === "api-unreachable")
				throw error;
			const why = error.findings[0]?.what ?? error.message;
			refused.push({ object: titleOf(object), why });
		}
	}
	return refused;
}

async function scale(
	api: KubeApi,
	namespace: string,
	groups: readonly NodeGroup[],
): Promise<void> {
	for (const { name, kind, replicas } of groups) {
		const set = {
			apiVersion: "apps/v1",
			kind: "StatefulSet",
			metadata: { name, namespace },
		};
		// A rejected StatefulSet has been reported already.
		if (kind !== "StatefulSet" || (await api.get(set)) === undefined) continue;
		await api.patch(set, { spec: { replicas } });
	}
}

interface PodStatus {
	readonly conditions?: readonly {
		readonly type: string;
		readonly status: string;
		readonly message?: string;
	}[];
}

/** Whether pods are still to be created, or to be examined by the scheduler: a busy machine may pause both. */
async function isPending(
	api: KubeApi,
	namespace: string,
	wanted: number,
): Promise<boolean> {
	const pods = await api.list("v1", "Pod", { namespace });
	if (pods.some((pod) => isUnbound(pod) && schedulerMessage(pod) === undefined))
		return true;
	return (
		pods.length < wanted && (await failedCreates(api, namespace)).length === 0
	);
}

const isUnbound = ({ spec }: ReadObject): boolean =>
	!(spec as { nodeName?: string }).nodeName;

/** The scheduler's reason for not binding a pod. */
const schedulerMessage = ({ status }: ReadObject): string | undefined =>
	((status as PodStatus).conditions ?? []).find(
		({ type, status }) => type === "PodScheduled" && status === "False",
	)?.message;

/** Unbound pods, grouped by the scheduler's message. */
async function unschedulablePods(
	api: KubeApi,
	namespace: string,
): Promise<UnschedulablePods[]> {
	const pods = await api.list("v1", "Pod", { namespace });
	return grouped(
		pods
			.filter(isUnbound)
			.map(
				(pod) =>
					schedulerMessage(pod) ?? "the scheduler has not reported on it yet",
			),
	);
}

/** Pods that a StatefulSet's controller failed to create. */
async function failedCreates(
	api: KubeApi,
	namespace: string,
): Promise<Rehearsal["refused"]> {
	const events = await api.list("v1", "Event", { namespace });
	const failed = events.filter(
		(event) => (event as { reason?: string }).reason === "FailedCreate",
	);
	return failed.map((event) => {
		const { involvedObject, message } = event as unknown as {
			involvedObject: { kind: string; name: string };
			message: string;
		};
		return {
			object: `${involvedObject.kind} ${involvedObject.name}`,
			why: message,
		};
	});
}

function grouped(whys: readonly string[]): UnschedulablePods[] {
	const counts = new Map<string, number>();
	for (const why of whys) counts.set(why, (counts.get(why) ?? 0) + 1);
	return [...counts]
		.map(([why, pods]) => ({ pods, why }))
		.sort((a, b) => b.pods - a.pods);
}
