import type { ReadObject } from "@lab/kubernetes";
import { type Chart, charts, readCrds } from "@lab/lab";
import type { Action, NewBundle, Step } from "./adoption.ts";
import { refusalOf } from "./cluster.ts";

/** CRDs of the charts of some bundles, by name of the chart, as far as unpacked charts are at hand. */
export const crdsAtHand = (
	bundles: readonly NewBundle[],
): ReadonlyMap<string, readonly ReadObject[]> =>
	new Map(
		Object.values<Chart>(charts)
			.filter((chart) => bundles.some((bundle) => bundle.chart === chart.name))
			.map((chart) => [
				chart.name,
				// A chart that bundles another's CRDs shares its groups with it.
				Object.values<Chart>(charts)
					.filter(({ crdGroups }) =>
						crdGroups.some((group) =>
							[...chart.crdGroups, ...(chart.crdsInstalledOnce ?? [])].includes(
								group,
							),
						),
					)
					.map((one) => readCrds(one) as readonly ReadObject[])
					.find((found) => found.length > 0) ?? [],
			]),
	);

/** Whether Helm leaves a CRD of a chart behind: it installs those in `crds/` once, unless a chart of ours brings them too. */
function leftBehind(
	crd: ReadObject,
	chart: string,
	bundles: readonly NewBundle[],
): boolean {
	const { group } = crd.spec as unknown as Spec;
	const used = Object.values<Chart>(charts).filter(({ name }) =>
		bundles.some((bundle) => bundle.chart === name),
	);
	return (
		used.some(
			({ name, crdsInstalledOnce = [] }) =>
				name === chart && crdsInstalledOnce.includes(group),
		) && !used.some(({ crdGroups }) => crdGroups.includes(group))
	);
}

/** CRDs of our charts: refused ones are reported, and those that Helm would leave behind are upgraded. */
export const crds: Step = {
	name: "crds",
	purpose: "custom resources get the fields that our charts use",
	async plan({ cluster, bundles, crds: byChart }) {
		const plans = [...byChart].flatMap(([chart, definitions]) =>
			definitions.map(async (crd): Promise<Action[]> => {
				const current = await cluster.get(crd);
				if (current === undefined) return [];
				const refusal = await refusalOf(cluster, crd);
				if (refusal !== undefined)
					return [
						{
							what: `CRD ${crd.metadata.name} cannot become that of ${chart}: ${refusal}`,
							why: "the chart's upgrade would fail in the same way",
							help: "upgrade the chart through the versions between, one at a time",
							by: "first",
						},
					];
				if (!leftBehind(crd, chart, bundles) || sameVersions(crd, current))
					return [];
				return [
					{
						what: `upgrade CRD ${crd.metadata.name}`,
						why: `it is in the folder crds/ of ${chart}, which Helm never upgrades: new fields would be dropped in silence`,
						act: () => cluster.apply(crd),
					},
				];
			}),
		);
		return (await Promise.all(plans)).flat();
	},
};

interface Spec {
	readonly group: string;
	readonly versions: readonly {
		readonly name: string;
		readonly schema: object;
	}[];
}

/** Property paths of a schema; descriptions and defaults that the API server adds do not count. */
function fieldsOf(schema: unknown, path = ""): string[] {
	if (typeof schema !== "object" || schema === null) return [];
	const {
		properties = {},
		items,
		additionalProperties,
	} = schema as {
		properties?: Record<string, unknown>;
		items?: unknown;
		additionalProperties?: unknown;
	};
	return [
		...Object.entries(properties).flatMap(([key, inner]) => [
			`${path}.${key}`,
			...fieldsOf(inner, `${path}.${key}`),
		]),
		...fieldsOf(items, `${path}[]`),
		...fieldsOf(additionalProperties, `${path}{}`),
	];
}

const fieldsOfVersions = ({ spec }: ReadObject): string =>
	(spec as unknown as Spec).versions
		.flatMap(({ name, schema }) =>
			fieldsOf((schema as { openAPIV3Schema?: unknown }).openAPIV3Schema, name),
		)
		.sort()
		.join();

const sameVersions = (wanted: ReadObject, current: ReadObject): boolean =>
	fieldsOfVersions(wanted) === fieldsOfVersions(current);
