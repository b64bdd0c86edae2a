import { fromYaml, fromYamlStream, readTree } from "@lab/core";
import type { KubeObject } from "../replica/kube-api.ts";

/** The parts of a fleet.yaml that a roll-out looks at. */
export interface FleetYaml {
	readonly name: string;
	readonly defaultNamespace?: string;
	readonly dependsOn?: readonly { readonly name?: string }[];
	readonly helm?: {
		readonly repo?: string;
		readonly chart?: string;
		readonly version?: string;
		readonly releaseName?: string;
		readonly [key: string]: unknown;
	};
	readonly [key: string]: unknown;
}

/** One folder with a fleet.yaml: what becomes one Bundle. */
export interface TreeBundle {
	readonly name: string;
	/** Below the tree. */
	readonly folder: string;
	readonly fleetYaml: FleetYaml;
	/** All its files but fleet.yaml, by their path below the folder. */
	readonly files: ReadonlyMap<string, string>;
	readonly objects: readonly KubeObject[];
}

/** Reads a tree of bundles, as `pnpm synth` renders it. @throws LabError `invalid-yaml` */
export async function readBundles(tree: string): Promise<TreeBundle[]> {
	const all = await readTree(tree);
	const folders = [...all.keys()]
		.filter((path) => path.endsWith("/fleet.yaml"))
		.map((path) => path.slice(0, -"/fleet.yaml".length));
	return folders.sort().map((folder) => {
		const text = all.get(`${folder}/fleet.yaml`) ?? "";
		const fleetYaml = fromYaml(text, `${tree}/${folder}`) as FleetYaml;
		const files = new Map(
			[...all]
				.filter(([path]) => path.startsWith(`${folder}/`))
				.map(([path, body]) => [path.slice(folder.length + 1), body] as const)
				.filter(([path]) => path !== "fleet.yaml"),
		);
		const objects = [...files]
			.filter(([path]) => /\.ya?ml$/.test(path))
			.flatMap(([path, body]) =>
				fromYamlStream(body, `${tree}/${folder}/${path}`),
			)
			.filter((value): value is KubeObject => isObject(value));
		return {
			name: fleetYaml.name ?? folder,
			folder,
			fleetYaml,
			files,
			objects,
		};
	});
}

const isObject = (value: unknown): boolean =>
	(value as KubeObject | null)?.metadata?.name !== undefined &&
	(value as KubeObject).kind !== undefined;
