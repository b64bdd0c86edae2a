import { type FileTree, fromYaml, fromYamlStream, readTree } from "@lab/core";
import { isObject, type ReadObject } from "@lab/kubernetes";

/** Fields of a fleet.yaml that a rollout uses. */
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

/** Folder with a fleet.yaml, from which Fleet makes one Bundle. */
export interface TreeBundle {
	readonly name: string;
	/** Path relative to the tree. */
	readonly folder: string;
	readonly fleetYaml: FleetYaml;
	/** All files except fleet.yaml, by path relative to the folder. */
	readonly files: ReadonlyMap<string, string>;
	readonly objects: readonly ReadObject[];
}

/** Reads a tree of bundles rendered by `pnpm synth`. @throws LabError `invalid-yaml` */
export const readBundles = async (tree: string): Promise<TreeBundle[]> =>
	bundlesIn(await readTree(tree), tree);

/**
 * Parses the files of a tree.
 *
 * @param tree where they come from, for messages
 * @throws LabError `invalid-yaml`
 */
export function bundlesIn(all: FileTree, tree: string): TreeBundle[] {
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
			.filter(isObject);
		return {
			name: fleetYaml.name ?? folder,
			folder,
			fleetYaml,
			files,
			objects,
		};
	});
}
