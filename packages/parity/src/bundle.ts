import type { FileTree } from "@lab/core";
import { fault, fromYaml, fromYamlStream, LabError } from "@lab/core";
import { isObject, type ReadObject } from "@lab/kubernetes";

/** A Helm release, as a bundle's fleet.yaml declares it. */
export interface Release {
	readonly name: string;
	readonly repo: string;
	readonly chart: string;
	readonly version: string;
	readonly values: Readonly<Record<string, unknown>>;
}

/** What Fleet rolls out from one folder. */
export interface Bundle {
	/** Path relative to the tree. */
	readonly folder: string;
	/** Namespace of objects that do not set one. */
	readonly namespace: string;
	readonly objects: readonly ReadObject[];
	readonly release?: Release;
	/** Names of bundles that it waits for. */
	readonly needs: readonly string[];
	/** Whether it waits for a label of its own and is not part of the lab, as experiments are. */
	readonly parked: boolean;
	/** What could not be read. */
	readonly unread: readonly string[];
}

/** Fields of a fleet.yaml that decide what is rolled out. */
export interface FleetYaml {
	readonly defaultNamespace?: string;
	readonly namespace?: string;
	readonly dependsOn?: readonly { readonly name?: string }[];
	readonly targetCustomizations?: readonly unknown[];
	/** Clusters that get the bundle although its GitRepo has other targets. */
	readonly overrideTargets?: readonly unknown[];
	readonly helm?: {
		readonly repo?: string;
		readonly chart?: string;
		readonly version?: string | number;
		readonly releaseName?: string;
		readonly values?: Readonly<Record<string, unknown>>;
		readonly valuesFiles?: readonly string[];
		readonly valuesFrom?: readonly unknown[];
	};
}

const FLEET_YAML = "fleet.yaml";

/** Names under which kustomize accepts its file. */
const KUSTOMIZATIONS = [
	"kustomization.yaml",
	"kustomization.yml",
	"Kustomization",
];

/**
 * Reads what Fleet would roll out from a tree: every folder with a fleet.yaml is a bundle.
 *
 * @param where the tree, for messages
 * @throws LabError `no-bundles`, `invalid-yaml`
 */
export function readBundles(tree: FileTree, where: string): Bundle[] {
	const folders = [...tree.keys()]
		.filter((path) => path === FLEET_YAML || path.endsWith(`/${FLEET_YAML}`))
		.map((path) => path.slice(0, -FLEET_YAML.length - 1))
		.sort();
	if (folders.length === 0)
		throw new LabError([
			fault({
				code: "no-bundles",
				what: "no folder there has a fleet.yaml",
				where,
				help: "name the folder of a tree of Fleet bundles, such as 'fleet' in a clone",
			}),
		]);
	const ownerOf = (path: string) =>
		folders.findLast(
			(folder) => folder === "" || path.startsWith(`${folder}/`),
		);
	return folders.map((folder) => {
		const files = new Map(
			[...tree]
				.filter(([path]) => ownerOf(path) === folder)
				.map(([path, text]) => [
					folder === "" ? path : path.slice(folder.length + 1),
					text,
				]),
		);
		return readBundle({ folder, files, where: `${where}/${folder}` });
	});
}

interface Folder {
	readonly folder: string;
	readonly files: FileTree;
	readonly where: string;
}

function readBundle({ folder, files, where }: Folder): Bundle {
	const fleet = (fromYaml(
		files.get(FLEET_YAML) ?? "",
		`${where}/${FLEET_YAML}`,
	) ?? {}) as FleetYaml;
	const { paths, unread } = manifests(files, hasChart(fleet), where);
	const objects = paths.flatMap((path) =>
		fromYamlStream(files.get(path) ?? "", `${where}/${path}`).filter(isObject),
	);
	const fromFiles = (fleet.helm?.valuesFiles ?? []).map(
		(path) =>
			(fromYaml(files.get(path) ?? "", `${where}/${path}`) ?? {}) as Values,
	);
	const bundle = bundleOf({ folder, fleet, objects }, fromFiles);
	return { ...bundle, unread: [...bundle.unread, ...unread] };
}

/**
 * A bundle whose parts are read.
 *
 * @param valuesFiles contents of the files that its fleet.yaml names as values
 */
export function bundleOf(
	{
		folder,
		fleet,
		objects,
	}: Pick<Bundle, "folder" | "objects"> & { readonly fleet: FleetYaml },
	valuesFiles: readonly Values[] = [],
): Bundle {
	const { helm = {}, namespace, defaultNamespace, dependsOn = [] } = fleet;
	return {
		folder,
		namespace: namespace ?? defaultNamespace ?? "default",
		objects,
		...(hasChart(fleet) && { release: releaseOf(helm, valuesFiles) }),
		needs: dependsOn.flatMap(({ name }) => name ?? []),
		parked: (fleet.overrideTargets?.length ?? 0) > 0,
		unread: [
			...(helm.valuesFrom?.length
				? ["values from ConfigMaps and Secrets (valuesFrom)"]
				: []),
			...(fleet.targetCustomizations?.length
				? ["settings for single clusters (targetCustomizations)"]
				: []),
		],
	};
}

const hasChart = ({ helm }: FleetYaml): boolean =>
	Boolean(helm?.chart ?? helm?.repo);

function releaseOf(
	{ repo = "", chart, version = "", releaseName, values = {} }: Helm,
	valuesFiles: readonly Values[],
): Release {
	// An OCI address ends with the name of the chart.
	const name = chart ?? repo.split("/").at(-1) ?? "";
	return {
		name: releaseName ?? name,
		...{ repo, chart: name, version: String(version) },
		values: [...valuesFiles, values].reduce<Values>(mergeValues, {}),
	};
}

type Helm = NonNullable<FleetYaml["helm"]>;

type Values = Readonly<Record<string, unknown>>;

const isMap = (value: unknown): value is Values =>
	value !== null && typeof value === "object" && !Array.isArray(value);

/** Merges values as Helm does: maps key by key, anything else replaces. */
export const mergeValues = (under: Values, over: Values): Values => ({
	...under,
	...Object.fromEntries(
		Object.entries(over).map(([key, value]) => {
			const below = under[key];
			return [
				key,
				isMap(below) && isMap(value) ? mergeValues(below, value) : value,
			];
		}),
	),
});

/** Which files Fleet applies: those that a kustomization lists; else all, unless there is a chart, beside which Fleet ignores them. */
function manifests(files: FileTree, hasChart: boolean, where: string) {
	const file = KUSTOMIZATIONS.find((path) => files.has(path));
	const all = [...files.keys()].filter(
		(path) =>
			/\.ya?ml$/.test(path) &&
			path.split("/").at(-1) !== FLEET_YAML &&
			!KUSTOMIZATIONS.includes(path),
	);
	if (file === undefined)
		return hasChart
			? {
					paths: [],
					unread:
						all.length === 0
							? []
							: [`${all.length} files beside its chart, which Fleet ignores`],
				}
			: { paths: all, unread: [] };
	const { resources = [], ...rest } = (fromYaml(
		files.get(file) ?? "",
		`${where}/${file}`,
	) ?? {}) as { readonly resources?: readonly string[] };
	const others = Object.keys(rest).filter(
		(key) => key !== "apiVersion" && key !== "kind",
	);
	return {
		paths: resources.flatMap((resource) =>
			all.filter(
				(path) => path === resource || path.startsWith(`${resource}/`),
			),
		),
		unread:
			others.length === 0 ? [] : [`${others.join(", ")} of its kustomization`],
	};
}
