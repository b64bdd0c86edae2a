import { readFile } from "node:fs/promises";
import { contentHash, fromYamlStream } from "@lab/core";
import { nodes, secrets } from "@lab/lab";
import { moduleFile } from "../toolchain/module-file.ts";
import {
	clusterNamespace,
	fleetNamespaces,
	setUpFleet,
} from "./fleet-objects.ts";
import type { KubeApi, KubeObject } from "./kube-api.ts";
import { nodeObject } from "./node-object.ts";
import { createSecrets } from "./secret-objects.ts";

const namespace = (name: string): KubeObject => ({
	apiVersion: "v1",
	kind: "Namespace",
	metadata: { name },
});

/** What stands in the cluster before the first bundle. */
export interface Seed {
	readonly namespaces: readonly string[];
	readonly nodes: readonly KubeObject[];
	/** Fleet's kinds, as one stream of YAML. */
	readonly crds: string;
	/** Whether Fleet runs beside the cluster, and its agent is told all that it else asks for. */
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

/** Where Fleet is installed by its charts, they bring its kinds and namespaces. */
export const withoutFleet = (seed: Seed): Seed => ({
	...seed,
	crds: "",
	namespaces: seed.namespaces.filter(
		(name) => name !== clusterNamespace && name !== "cattle-fleet-system",
	),
	fleetBeside: false,
});

/** Names the seed, and the way in that Fleet's agent is given: another one must be planted again. */
export const seedHash = (seed: Seed, kubeconfig: string): string =>
	contentHash({ seed, secrets, kubeconfig }).slice(0, 16);

/** Puts into the cluster what is not there, and leaves the rest. */
export async function plantSeed(
	api: KubeApi,
	seed: Seed,
	kubeconfig: string,
): Promise<void> {
	await Promise.all([
		Promise.all(seed.namespaces.map(namespace).map((one) => api.apply(one))),
		applyCrds(api, fromYamlStream(seed.crds, "Fleet's CRDs") as KubeObject[]),
		...seed.nodes.map((node) => plantNode(api, node)),
	]);
	await Promise.all([
		createSecrets(api),
		...(seed.fleetBeside ? [setUpFleet(api, kubeconfig)] : []),
	]);
}

/** KWOK keeps a node's status from then on, so it is given once and mended when it differs. */
async function plantNode(api: KubeApi, node: KubeObject): Promise<void> {
	const { status, ...rest } = node;
	const created = await api.create(node);
	if (!created) await api.apply(rest as KubeObject);
	await api.patch(node, { status }, "/status");
}

/** @returns when the API server serves their kinds */
export async function applyCrds(
	api: KubeApi,
	crds: readonly KubeObject[],
): Promise<void> {
	await Promise.all(crds.map((crd) => api.apply(crd)));
	const until = performance.now() + 30_000;
	for (const crd of crds) {
		while (!(await isServed(api, crd))) {
			if (performance.now() > until)
				throw new Error(`${crd.metadata.name} is not served after 30 s`);
			await new Promise((resolve) => setTimeout(resolve, 50));
		}
	}
}

async function isServed(api: KubeApi, crd: KubeObject): Promise<boolean> {
	const status = (await api.get(crd))?.status;
	const { conditions } = (status ?? {}) as {
		conditions?: { type: string; status: string }[] | null;
	};
	return (conditions ?? []).some(
		({ type, status }) => type === "Established" && status === "True",
	);
}
