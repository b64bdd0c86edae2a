import { access, readFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { exitCode, LabError, toYaml } from "@lab/core";
import { fleet, platformParts } from "@lab/lab";
import {
	fleetCharts,
	type PlatformChart,
} from "../../provision/platform-charts.ts";
import type { Progress } from "../../toolchain/progress.ts";
import { clusterGroup, clusterObject } from "../fleet-objects.ts";
import type { KubeApi, KubeObject } from "../kube-api.ts";

/** Without it Fleet cannot run in the cluster. */
export const FLEET_IMAGE = `rancher/fleet:v${platformParts.fleet.version}`;

const POLL_MS = 1000;

/**
 * Fleet's charts as k3s's own Helm controller installs them, without Rancher
 * and without helm on this machine.
 *
 * @param archives folder with `<chart>-<version>.tgz`, taken instead of the download
 */
export const fleetChartObjects = (archives?: string): Promise<KubeObject[]> =>
	Promise.all(fleetCharts.map((chart) => helmChart(chart, archives)));

async function helmChart(
	{ name, namespace, url, values }: PlatformChart,
	archives: string | undefined,
): Promise<KubeObject> {
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
	};
}

/**
 * Installs Fleet in the cluster, waits until it has made its own cluster
 * known, and labels that as Rancher does, so that the same targets match.
 *
 * @throws LabError `fleet-silent` when that takes longer than `patienceMs`
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
	while (!(await knowsItsCluster(api))) {
		signal?.throwIfAborted();
		if (performance.now() > until) throw silent(patienceMs);
		await sleep(POLL_MS);
	}
	await api.apply(clusterGroup);
	await api.patch(clusterObject, {
		metadata: { labels: clusterObject.metadata.labels },
	});
}

/** Fleet's agent management gives the cluster its namespace once it manages it. */
async function knowsItsCluster(api: KubeApi): Promise<boolean> {
	const cluster = await api.get(clusterObject);
	return (
		(cluster?.status as { namespace?: string } | undefined)?.namespace !==
		undefined
	);
}

const silent = (patienceMs: number): LabError =>
	new LabError({
		code: "fleet-silent",
		what: `Fleet did not make its cluster '${fleet.cluster}' known within ${patienceMs / 1000} s`,
		where: "HelmChart kube-system/fleet",
		help: "look at the pods of kube-system and cattle-fleet-system; 'pnpm local-lab up' goes on from here",
		exit: exitCode.letDown,
	});
