import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fromYaml, readTree, run, toYaml, writeTree } from "@lab/core";
import { apiGroupOf, isBuiltInGroup, type ReadObject } from "@lab/kubernetes";
import { fleet } from "@lab/lab";
import { type KubeApi, readBundles } from "@lab/replica";
import { ensureTools } from "@lab/toolchain";
import { quiet } from "./_replica.ts";

/** A store with a volume, like those that the lab's charts install. */
const CHART = {
	"chart/Chart.yaml": toYaml({
		apiVersion: "v2",
		name: "stand-in",
		version: "1.0.0",
	}),
	"chart/templates/all.yaml": `apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: {{ .Release.Name }}-store
spec:
  serviceName: {{ .Release.Name }}-store
  selector: { matchLabels: { app: {{ .Release.Name }}-store } }
  template:
    metadata: { labels: { app: {{ .Release.Name }}-store } }
    spec:
      containers: [{ name: main, image: "stand.in/main:1.0.0" }]
  volumeClaimTemplates:
    - metadata: { name: data }
      spec:
        accessModes: [ReadWriteOnce]
        storageClassName: longhorn-vaclab
        resources: { requests: { storage: 1Gi } }
`,
};

/** Files of a tree that are in some of its bundles. */
export const filesOf = async (
	tree: string,
	only: (bundle: string) => boolean = () => true,
): Promise<ReadonlyMap<string, string>> =>
	new Map(
		[...(await readTree(tree))].filter(([path]) =>
			only(path.split("/")[0] ?? ""),
		),
	);

/** Writes a tree to `<folder>/fleet`. @returns its path */
export async function writeFleet(
	folder: string,
	files: ReadonlyMap<string, string>,
): Promise<string> {
	const target = join(folder, fleet.path);
	await mkdir(target, { recursive: true });
	await writeTree(target, files);
	return target;
}

/** A tree that can be rolled out here: each chart from a repository becomes a small one, with the same release. */
export function withStandIns(
	tree: ReadonlyMap<string, string>,
): ReadonlyMap<string, string> {
	const files = new Map<string, string>();
	for (const [path, text] of tree) {
		if (!path.endsWith("fleet.yaml")) {
			// Only 'pnpm local-lab' lets simulated pods wait for something.
			files.set(path, text.replace(/^ *lab\.vac\.dev\/ready-with:.*\n/m, ""));
			continue;
		}
		const { helm, ...rest } = fromYaml(text, path) as Record<
			string,
			unknown
		> & {
			helm?: Record<string, unknown>;
		};
		if (helm?.repo === undefined) {
			files.set(path, text);
			continue;
		}
		const { releaseName, takeOwnership } = helm;
		files.set(
			path,
			toYaml({
				...rest,
				helm: { chart: "./chart", releaseName, takeOwnership },
			}),
		);
		for (const [name, body] of Object.entries(CHART))
			files.set(join(path, "..", name), body);
	}
	return files;
}

/** Installs a CRD without a schema for every custom kind of a tree. */
export async function installKinds(api: KubeApi, tree: string): Promise<void> {
	const kinds = new Map<string, ReadObject>();
	for (const { objects } of await readBundles(tree))
		for (const object of objects) {
			const group = apiGroupOf(object);
			if (isBuiltInGroup(group) || group === "fleet.cattle.io") continue;
			kinds.set(`${object.apiVersion}/${object.kind}`, object);
		}
	const versions = new Map<string, Set<string>>();
	for (const { apiVersion, kind } of kinds.values()) {
		const [group = "", version = ""] = apiVersion.split("/");
		const key = `${group}/${kind}`;
		versions.set(key, (versions.get(key) ?? new Set()).add(version));
	}
	for (const [key, names] of versions) {
		const [group = "", kind = ""] = key.split("/");
		const plural = kind.toLowerCase().replace(/y$/, "ie").concat("s");
		await api.apply({
			apiVersion: "apiextensions.k8s.io/v1",
			kind: "CustomResourceDefinition",
			metadata: { name: `${plural}.${group}` },
			spec: {
				group,
				scope:
					/^Cluster|DeletingPolicy|MutatingPolicy|NodeFeatureRule|Bandwidth/.test(
						kind,
					)
						? "Cluster"
						: "Namespaced",
				names: { kind, plural, singular: kind.toLowerCase() },
				versions: [...names].map((name, at) => ({
					name,
					served: true,
					storage: at === 0,
					schema: {
						openAPIV3Schema: {
							type: "object",
							"x-kubernetes-preserve-unknown-fields": true,
						},
					},
				})),
			},
		});
	}
}

/** Does what the job of the lab's GitRepo does: writes the Bundles of a tree, and removes those of others. */
export async function applyTree(
	folder: string,
	kubeconfig: string,
): Promise<void> {
	const tools = await ensureTools(["fleet"], { progress: quiet });
	const targets = join(folder, "targets.yaml");
	const target = [{ name: "default", clusterName: fleet.cluster }];
	await writeFile(
		targets,
		toYaml({ targets: target, targetRestrictions: target }),
	);
	await run(
		tools.fleet.path,
		[
			...["apply", "--namespace", fleet.workspace, "--targets-file", targets],
			...["--label", `fleet.cattle.io/repo-name=${fleet.gitRepo}`],
			...["--", fleet.gitRepo, fleet.path],
		],
		{
			cwd: folder,
			timeout: "5m",
			env: { KUBECONFIG: kubeconfig, NAMESPACE: undefined, HOME: folder },
		},
	);
}
