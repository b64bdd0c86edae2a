import type { ReadObject } from "@lab/kubernetes";
import { charts, platform } from "@lab/lab";
import type { KubeApi } from "../../access/kube-api.ts";
import {
	kindsUsed,
	missingChartCrds,
	platformCrds,
} from "../../seed/platform-crds.ts";
import { applyCrds } from "../../seed/seed.ts";
import type { Release } from "./release.ts";

/** Creates what the platform and bundles that are not rehearsed would have created. */
export async function prepare(
	api: KubeApi,
	releases: readonly Release[],
): Promise<void> {
	const objects = releases.flatMap((release) => [...release.objects.values()]);
	const namespaces = new Set([
		...platform.namespaces,
		...releases.map(({ namespace }) => namespace),
		...objects.flatMap(({ metadata }) => metadata.namespace ?? []),
	]);
	for (const name of namespaces)
		await api.create({
			apiVersion: "v1",
			kind: "Namespace",
			metadata: { name },
		});
	for (const name of platform.storageClasses)
		await api.create({
			apiVersion: "storage.k8s.io/v1",
			kind: "StorageClass",
			metadata: {
				name,
				annotations: { "storageclass.kubernetes.io/is-default-class": "true" },
			},
			provisioner: `rancher.io/${name}`,
			volumeBindingMode: "WaitForFirstConsumer",
		} as ReadObject);
	const used = kindsUsed(objects);
	const own = new Set(
		releases
			.flatMap(({ objects, crdsOnce }) => [
				...objects.values(),
				...crdsOnce.values(),
			])
			.filter(({ kind }) => kind === "CustomResourceDefinition")
			.map(({ metadata }) => metadata.name),
	);
	const others = Object.values(charts).flatMap(
		({ crdGroups }): readonly string[] => crdGroups,
	);
	const crds = [
		...platformCrds(used),
		...missingChartCrds(used, [...new Set(others)]),
	].filter(({ metadata }) => !own.has(metadata.name));
	await applyCrds(api, crds);
}
