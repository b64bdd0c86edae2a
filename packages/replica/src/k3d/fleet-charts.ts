import { access, readFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { exitCode, LabError, type Progress, toYaml } from "@lab/core";
import type { WrittenObject } from "@lab/kubernetes";
import {
	fleet,
	fleetCharts,
	type PlatformChart,
	platformParts,
} from "@lab/lab";
import type { KubeApi } from "../access/kube-api.ts";
import { clusterGroup, clusterObject } from "../seed/fleet-objects.ts";

/** Image that Fleet needs to run inside the cluster. */
export const FLEET_IMAGE = `rancher/fleet:v${platformParts.fleet.version}`;

const POLL_MS = 1000;

/**
 * Fleet's charts as objects for k3s's Helm controller: needs neither Rancher nor
 * helm on this machine.
 *
 * @param archives folder with `<chart>-<version>.tgz`, used instead of a download
 */
export const fleetChartObjects = (archives?: string) =>
	Promise.all(fleetCharts.map((chart) => helmChart(chart, archives)));

async function helmChart(
	{ name, namespace, url, values }: PlatformChart,
	archives: string | undefined,
) {
	const archive = join(
		archives ?? "",
		`${name}-${platformParts.fleet.version}.tgz`,
	);
	const given =
		archives !== undefined &&
		(await access(archive).then(
			() => true,
			() => false,
		));
	return {
		apiVersion: "helm.cattle.io/v1",
		kind: "HelmChart",
		metadata: { name, namespace: "kube-system" },
		spec: {
			...(given
				? { chartContent: (await readFile(archive)).toString("base64") }
				: { chart: url }),
			targetNamespace: namespace,
			createNamespace: true,
			valuesContent: toYaml(values),
		},
	} satisfies WrittenObject;
}

/**
 * Installs Fleet in the cluster, waits until Fleet has registered the cluster,
 * and labels it as Rancher does, so that the same targets match.
 *
 * @throws LabError `fleet-silent` if that takes longer than `patienceMs`
 */
export async function installFleet(
	api: KubeApi,
	{
		archives,
		patienceMs,
		progress,
		signal,
	}: {
		readonly archives?: string | undefined;
		readonly patienceMs: number;
		readonly progress: Progress;
		readonly signal?: AbortSignal | undefined;
	},
): Promise<void> {
	progress.step(
		`installing Fleet ${platformParts.fleet.version} in the cluster`,
	);
	for (const object of await fleetChartObjects(archives))
		await api.apply(object);
	const until = performance.now() + patienceMs;
	while (!(await isClusterRegistered(api))) {
		signal?.throwIfAborted();
		if (performance.now() > until) throw silent(patienceMs);
		await sleep(POLL_MS);
	}
	await api.apply(clusterGroup);
	await api.patch(clusterObject, {
		metadata: { labels: clusterObject.metadata.labels },
	});
}

/** Fleet sets the cluster's namespace once it manages the cluster. */
async function isClusterRegistered(api: KubeApi): Promise<boolean> {
	const cluster = await api.get(clusterObject);
	return (
		(cluster?.status as { namespace?: string } | undefined)?.namespace !==
		undefined
	);
}

const silent = (patienceMs: number): LabError =>
	new LabError({
		code: "fleet-silent",
		what: `Fleet did not register its cluster '${fleet.cluster}' within ${patienceMs / 1000} s`,
		where: "HelmChart kube-system/fleet",
		help: "look at the pods in kube-system and cattle-fleet-system; 'pnpm local-lab up' continues from here",
		exit: exitCode.unavailable,
	});
