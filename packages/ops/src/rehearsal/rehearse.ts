import { setTimeout as sleep } from "node:timers/promises";
import { fromYamlStream, LabError } from "@lab/core";
import type { NodeGroup, Plan } from "@lab/record";
import type { KubeApi, KubeObject } from "../replica/kube-api.ts";
import type { Progress } from "../toolchain/progress.ts";
import { type ApiLoad, loadSince, readApiMetrics } from "./api-metrics.ts";

/** What the same pods have in common that do not fit, in the scheduler's own words. */
export interface Unfit {
	readonly pods: number;
	readonly why: string;
}

export interface Rehearsal {
	readonly name: string;
	/** How many the plan wants. */
	readonly pods: number;
	readonly bound: number;
	/** From when the first was asked for to when the last was bound. */
	readonly seconds: number;
	/** Objects that the API server does not take, and pods that it does not let be made. */
	readonly refused: readonly {
		readonly object: string;
		readonly why: string;
	}[];
	readonly unfit: readonly Unfit[];
	readonly load: ApiLoad;
}

interface RehearseOptions {
	/** When nothing has been bound for so long, it is asked whether the rest does not fit. @default 5000 */
	readonly quietMs?: number;
	readonly progress: Progress;
	readonly signal?: AbortSignal;
}

const POLL_MS = 250;

/** A control plane that does nothing for so long does not come to it any more. */
const LONGEST_QUIET_MS = 60_000;

/** Gives the objects of a plan to a control plane, all pods at once, and looks what becomes of them. */
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
		const refused = await give(api, plan.namespace, objects);
		await scale(api, namespace, groups);
		let { bindings } = before;
		let last = performance.now();
		while (bindings - before.bindings < pods) {
			signal?.throwIfAborted();
			// To answer takes the API server time too: rarely, where it takes long anyway.
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
			if (quiet > LONGEST_QUIET_MS || !(await busy(api, namespace, pods)))
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
			refused: [...refused, ...(missing ? await notMade(api, namespace) : [])],
			unfit: missing ? await unfitIn(api, namespace) : [],
			load,
		};
	} finally {
		await api.remove(namespaceCalled(namespace));
	}
}

/** What the rehearsal before left would take the room of the next one. */
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

const namespaceCalled = (name: string): KubeObject => ({
	apiVersion: "v1",
	kind: "Namespace",
	metadata: { name },
});

/** A young namespace has no service account yet, without which no pod is taken. */
async function hasAccount(api: KubeApi, namespace: string): Promise<void> {
	const account = {
		apiVersion: "v1",
		kind: "ServiceAccount",
		metadata: { name: "default", namespace },
	};
	while ((await api.get(account)) === undefined) await sleep(50);
}

/** The objects of a plan that Fleet would bring. */
const objectsOf = ({ cluster }: Pick<Plan, "cluster">): KubeObject[] =>
	Object.entries(cluster?.files ?? {})
		.filter(([path]) => path !== "fleet.yaml")
		.flatMap(([path, text]) => fromYamlStream(text, path) as KubeObject[]);

const isPod = ({ kind }: KubeObject): boolean => kind === "Pod";

async function give(
	api: KubeApi,
	namespace: string,
	objects: readonly KubeObject[],
): Promise<Rehearsal["refused"]> {
	await hasAccount(api, namespace);
	// Accounts and roles before the pods that use them.
	const asked = [
		...objects.filter((object) => !isPod(object)),
		...objects.filter(isPod),
	];
	const refused: { object: string; why: string }[] = [];
	for (const object of asked) {
		try {
			await api.apply({
				...object,
				metadata: { namespace, ...object.metadata },
			});
		} catch (error) {
			if (!(error instanceof LabError) || error.code === "api-unreachable")
				throw error;
			const why = error.findings[0]?.what ?? error.message;
			refused.push({ object: `${object.kind} ${object.metadata.name}`, why });
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
		// One that was refused is told already.
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

/** Whether pods are still to be made, or to be looked at by the scheduler: on a busy machine that may pause. */
async function busy(
	api: KubeApi,
	namespace: string,
	wanted: number,
): Promise<boolean> {
	const pods = await api.list("v1", "Pod", { namespace });
	if (pods.some((pod) => isOpen(pod) && refusalOf(pod) === undefined))
		return true;
	return pods.length < wanted && (await notMade(api, namespace)).length === 0;
}

const isOpen = ({ spec }: KubeObject): boolean =>
	!(spec as { nodeName?: string }).nodeName;

/** Why the scheduler has no node for a pod. */
const refusalOf = ({ status }: KubeObject): string | undefined =>
	((status as PodStatus).conditions ?? []).find(
		({ type, status }) => type === "PodScheduled" && status === "False",
	)?.message;

/** Pods that no node takes, by what the scheduler says of them. */
async function unfitIn(api: KubeApi, namespace: string): Promise<Unfit[]> {
	const pods = await api.list("v1", "Pod", { namespace });
	return grouped(
		pods
			.filter(isOpen)
			.map(
				(pod) => refusalOf(pod) ?? "the scheduler has said nothing of it yet",
			),
	);
}

/** Pods that a StatefulSet's controller was not let make. */
async function notMade(
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

function grouped(whys: readonly string[]): Unfit[] {
	const counts = new Map<string, number>();
	for (const why of whys) counts.set(why, (counts.get(why) ?? 0) + 1);
	return [...counts]
		.map(([why, pods]) => ({ pods, why }))
		.sort((a, b) => b.pods - a.pods);
}
