import { setTimeout as sleep } from "node:timers/promises";
import type { Progress } from "@lab/core";
import {
	READY_WITH,
	type ReadinessNeed,
	type ReadObject,
	readinessNeeds,
	titleOfNeed,
} from "@lab/kubernetes";
import type { KubeApi } from "../access/kube-api.ts";
import type { ReplicaRecord } from "../state/folder.ts";
import { bundleStates } from "./bundle-states.ts";
import type { TreeBundle } from "./read-tree.ts";
import { settingsOf } from "./settings.ts";

/** Annotation of simulated pods whose needs are met: KWOK makes them ready. */
export const NEEDS_MET = "vaclab.org/needs-met";

const POLL_MS = 500;
/** Time after which waiting pods are worth a word. */
const PATIENT_MS = 5000;

export interface ReadinessOptions {
	/** Bundles rolled out from the tree. */
	readonly bundles: readonly TreeBundle[];
	/** Bundles that are not rolled out, or without their program: what they would provide counts as provided. */
	readonly absent: ReadonlySet<string>;
	readonly progress: Progress;
}

/**
 * Lets simulated pods become ready once what they wait for is there, while
 * `body` runs: pods run no program that could wait by itself.
 */
export async function withNeedsMet<T>(
	api: KubeApi,
	options: ReadinessOptions,
	body: () => Promise<T>,
): Promise<T> {
	const done = new AbortController();
	const needs = meetNeeds(api, options, done.signal);
	// Its failure ends the wait at once; its success does not.
	const failure = needs.then(() => new Promise<never>(() => {}));
	try {
		const result = await Promise.race([body(), failure]);
		done.abort();
		await needs;
		return result;
	} finally {
		done.abort();
	}
}

async function meetNeeds(
	api: KubeApi,
	{ bundles, absent, progress }: ReadinessOptions,
	signal: AbortSignal,
): Promise<void> {
	const namespaces = namespacesOfNeeds(bundles);
	if (namespaces.length === 0) return;
	const start = performance.now();
	const told = new Set<string>();
	while (!signal.aborted) {
		const waiting = await waitingPods(api, namespaces);
		const ready = waiting.length > 0 ? await readyBundles(api) : new Set("");
		for (const { pod, needs } of waiting) {
			const unmet = await firstUnmet(api, pod, needs, ready, absent);
			if (unmet === undefined) await api.patch(pod, markedAsMet);
			else if (performance.now() - start > PATIENT_MS) {
				const line = `${ownerOf(pod)} waits for ${titleOfNeed(unmet)}`;
				if (!told.has(line)) progress.step(line);
				told.add(line);
			}
		}
		await sleep(POLL_MS, undefined, { signal }).catch(() => {});
	}
}

/** Bundles that are not rolled out, or whose program does not run. */
export const absentBundles = (
	bundles: readonly TreeBundle[],
	skipped: Readonly<Record<string, string>>,
	{ without = [] }: Pick<ReplicaRecord, "without">,
): ReadonlySet<string> =>
	new Set([
		...Object.keys(skipped),
		...bundles
			.filter((bundle) =>
				settingsOf([bundle]).programs.some((program) =>
					without.includes(program),
				),
			)
			.map(({ name }) => name),
	]);

const markedAsMet = { metadata: { annotations: { [NEEDS_MET]: "true" } } };

/** Name of what made a pod, without the hash of its template. */
function ownerOf({ metadata }: ReadObject): string {
	const [owner] = (metadata.ownerReferences ?? []) as { name: string }[];
	return owner?.name.replace(/-[a-z0-9]{5,10}$/, "") ?? metadata.name;
}

function namespacesOfNeeds(bundles: readonly TreeBundle[]): string[] {
	const some = bundles
		.filter(({ fleetYaml, files }) =>
			[JSON.stringify(fleetYaml), ...files.values()].some((text) =>
				text.includes(READY_WITH),
			),
		)
		.flatMap(({ fleetYaml, objects }) => [
			fleetYaml.defaultNamespace,
			...objects.map(({ metadata }) => metadata.namespace),
		]);
	return [...new Set(some.filter((name) => name !== undefined))];
}

async function waitingPods(api: KubeApi, namespaces: readonly string[]) {
	const pods = await Promise.all(
		namespaces.map((namespace) => api.list("v1", "Pod", { namespace })),
	);
	return pods.flat().flatMap((pod) => {
		const { annotations = {}, deletionTimestamp } = pod.metadata;
		const text = annotations[READY_WITH];
		return text === undefined || annotations[NEEDS_MET] || deletionTimestamp
			? []
			: [{ pod, needs: readinessNeeds(text) ?? [] }];
	});
}

const readyBundles = async (api: KubeApi): Promise<ReadonlySet<string>> =>
	new Set(
		(await bundleStates(api))
			.filter(({ state }) => state === "ready")
			.map(({ name }) => name),
	);

async function firstUnmet(
	api: KubeApi,
	pod: ReadObject,
	needs: readonly ReadinessNeed[],
	ready: ReadonlySet<string>,
	absent: ReadonlySet<string>,
): Promise<ReadinessNeed | undefined> {
	for (const need of needs) {
		if (absent.has(need.bundle)) continue;
		if (!(await isMet(api, pod, need, ready))) return need;
	}
	return undefined;
}

async function isMet(
	api: KubeApi,
	{ metadata: { namespace } }: ReadObject,
	{ bundle, kind, name }: ReadinessNeed,
	ready: ReadonlySet<string>,
): Promise<boolean> {
	const inNamespace = { name, ...(namespace && { namespace }) };
	if (kind === "Secret")
		// Simulated pods write nothing: once its bundle is deployed, the program that writes it counts as run.
		return (
			ready.has(bundle) &&
			(await api.get({ apiVersion: "v1", kind, metadata: inNamespace })) !==
				undefined
		);
	if (kind.endsWith("WebhookConfiguration")) {
		const found = await api.get({
			apiVersion: "admissionregistration.k8s.io/v1",
			kind,
			metadata: { name },
		});
		return ((found?.webhooks as unknown[] | undefined) ?? []).length > 0;
	}
	const workload = await api.get({
		apiVersion: "apps/v1",
		kind,
		metadata: inNamespace,
	});
	const { replicas, readyReplicas, desiredNumberScheduled, numberReady } =
		(workload?.status ?? {}) as Record<string, number>;
	const wanted = replicas ?? desiredNumberScheduled;
	return wanted !== undefined && (readyReplicas ?? numberReady ?? 0) >= wanted;
}
