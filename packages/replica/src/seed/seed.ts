import { readFile } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { contentHash, fromYamlStream } from "@lab/core";
import type { ReadObject, WrittenObject } from "@lab/kubernetes";
import { nodes, secrets } from "@lab/lab";
import { moduleFile } from "@lab/toolchain";
import type { KubeApi } from "../access/kube-api.ts";
import {
	clusterNamespace,
	fleetNamespaces,
	setUpFleet,
} from "./fleet-objects.ts";
import { type NodeObject, nodeObject } from "./node-object.ts";
import { createSecrets } from "./secret-objects.ts";

const namespace = (name: string): WrittenObject => ({
	apiVersion: "v1",
	kind: "Namespace",
	metadata: { name },
});

/** Objects created in the cluster before the first bundle. */
export interface Seed {
	readonly namespaces: readonly string[];
	readonly nodes: readonly NodeObject[];
	/** Fleet's CRDs, as one YAML stream. */
	readonly crds: string;
	/** Whether Fleet runs beside the cluster, with an agent that skips registration and needs its credentials created. */
	readonly fleetBeside: boolean;
}

export async function labSeed(): Promise<Seed> {
	const file = await moduleFile(
		"fleet",
		"github.com/rancher/fleet",
		"charts/fleet-crd/templates/crds.yaml",
	);
	return {
		namespaces: [
			...new Set([
				...fleetNamespaces,
				clusterNamespace,
				...Object.values(secrets).map((secret) => secret.namespace),
			]),
		].sort(),
		nodes: nodes.map(nodeObject),
		crds: await readFile(file, "utf8"),
		fleetBeside: true,
	};
}

/** Seed for a Fleet installed by its charts, which bring its CRDs and namespaces. */
export const withoutFleet = (seed: Seed): Seed => ({
	...seed,
	crds: "",
	namespaces: seed.namespaces.filter(
		(name) => name !== clusterNamespace && name !== "cattle-fleet-system",
	),
	fleetBeside: false,
});

/** Hash of the seed and of the kubeconfig for Fleet's agent: if either changes, the seed is applied again. */
export const seedHash = (seed: Seed, kubeconfig: string): string =>
	contentHash({ seed, secrets, kubeconfig }).slice(0, 16);

/** Creates the seed's objects. Idempotent. */
export async function seedCluster(
	api: KubeApi,
	seed: Seed,
	kubeconfig: string,
): Promise<void> {
	await Promise.all([
		Promise.all(seed.namespaces.map(namespace).map((one) => api.apply(one))),
		applyCrds(api, fromYamlStream(seed.crds, "Fleet's CRDs") as ReadObject[]),
		...seed.nodes.map((node) => seedNode(api, node)),
	]);
	await Promise.all([
		createSecrets(api),
		...(seed.fleetBeside ? [setUpFleet(api, kubeconfig)] : []),
	]);
}

/** Creates or updates a node, and sets its status: KWOK keeps it alive from then on. */
async function seedNode(api: KubeApi, node: NodeObject): Promise<void> {
	const { status, ...rest } = node;
	const created = await api.create(node);
	if (!created) await api.apply(rest);
	await api.patch(node, { status }, "/status");
}

/** Applies CRDs, and waits until the API server serves their kinds. */
export async function applyCrds(
	api: KubeApi,
	crds: readonly ReadObject[],
): Promise<void> {
	await Promise.all(crds.map((crd) => api.apply(crd)));
	const until = performance.now() + 30_000;
	for (const crd of crds) {
		while (!(await isServed(api, crd))) {
			if (performance.now() > until)
				throw new Error(`${crd.metadata.name} is not served after 30 s`);
			await sleep(50);
		}
	}
}

async function isServed(api: KubeApi, crd: ReadObject): Promise<boolean> {
	const status = (await api.get(crd))?.status;
	const { conditions } = (status ?? {}) as {
		conditions?: { type: string; status: string }[] | null;
	};
	return (conditions ?? []).some(
		({ type, status }) => type === "Established" && status === "True",
	);
}
