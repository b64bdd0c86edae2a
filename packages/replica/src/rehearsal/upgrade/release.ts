import { identityOf, namespaceOf, type ReadObject } from "@lab/kubernetes";
import { chartId, releaseSize } from "@lab/toolchain";
import type { TreeBundle } from "../../rollout/read-tree.ts";
import { chartOf } from "../../rollout/stage.ts";
import { namespaceOfRelease, renderChart } from "./render-chart.ts";

/** A bundle as Helm installs it. */
export interface Release {
	readonly bundle: TreeBundle;
	readonly namespace: string;
	/** Objects by identity, in the order in which Helm creates them. */
	readonly objects: ReadonlyMap<string, ReadObject>;
	/** CRDs that Helm installs only if they are missing. */
	readonly crdsOnce: ReadonlyMap<string, ReadObject>;
	/** Why the chart's objects are missing. */
	readonly withoutChart?: string;
	/** Bytes of the Secret in which Helm records the release; absent without a chart. */
	readonly bytes?: number;
}

export interface Charts {
	/** Path of Helm's command. */
	readonly helm: string;
	/** Paths of archives by `chartId`. */
	readonly archives: ReadonlyMap<string, string>;
}

/** Renders a bundle. Without its chart, the release has only the objects beside it. */
export async function releaseOf(
	bundle: TreeBundle,
	charts: Charts | undefined,
	signal?: AbortSignal,
): Promise<Release> {
	const namespace = namespaceOfRelease(bundle.fleetYaml);
	const ref = chartOf(bundle);
	const beside = bundle.objects.filter(
		({ kind, apiVersion }) =>
			kind !== "Kustomization" || !apiVersion.startsWith("kustomize."),
	);
	const of = (
		objects: readonly ReadObject[],
		crds: readonly ReadObject[] = [],
	) => ({
		bundle,
		namespace,
		objects: byIdentity([...objects].sort(inOrder), namespace),
		crdsOnce: byIdentity(crds, namespace),
	});
	if (ref === undefined) return of(beside);
	const archive = charts?.archives.get(chartId(ref));
	const absent = `${ref.chart} ${ref.version} is not at hand`;
	if (charts === undefined || archive === undefined)
		return { ...of(beside), withoutChart: absent };
	const chart = await renderChart(charts.helm, archive, bundle, signal);
	if (typeof chart === "string")
		return { ...of(beside), withoutChart: `Helm cannot render it: ${chart}` };
	return {
		...of([...chart.objects, ...beside], chart.crds),
		bytes: await releaseSize(
			archive,
			bundle.fleetYaml.helm?.values,
			chart.manifest,
		),
	};
}

const byIdentity = (
	objects: readonly ReadObject[],
	otherwise: string,
): Map<string, ReadObject> =>
	new Map(
		objects.map((object) => {
			const namespace = namespaceOf(object, otherwise);
			const placed = {
				...object,
				metadata: {
					...object.metadata,
					...(namespace !== undefined && { namespace }),
				},
			};
			return [identityOf(object, otherwise), placed];
		}),
	);

/** Kinds that others need, first; the rest in any order. */
const FIRST = [
	"Namespace",
	"CustomResourceDefinition",
	"PriorityClass",
	"StorageClass",
	"ServiceAccount",
	"Secret",
	"ConfigMap",
	"PersistentVolumeClaim",
];

const inOrder = (a: ReadObject, b: ReadObject): number => rank(a) - rank(b);

function rank({ kind }: ReadObject): number {
	const at = FIRST.indexOf(kind);
	return at === -1 ? FIRST.length : at;
}
