import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fromYamlStream, toYaml, tryRun } from "@lab/core";
import { isObject, type ReadObject } from "@lab/kubernetes";
import { platformParts } from "@lab/lab";
import type { TreeBundle } from "../../rollout/read-tree.ts";

/** What Helm installs for a chart. */
export interface RenderedChart {
	/** Objects of its templates, without hooks and tests. */
	readonly objects: readonly ReadObject[];
	/** CRDs of its `crds/` folders, which Helm installs once and never upgrades. */
	readonly crds: readonly ReadObject[];
	/** All of its text. */
	readonly manifest: string;
}

/**
 * Renders a chart as Fleet's agent does, except for values from Secrets.
 *
 * @param archive path of the chart's archive
 * @returns Helm's words if it cannot be rendered
 */
export async function renderChart(
	helm: string,
	archive: string,
	{ name, fleetYaml }: Pick<TreeBundle, "name" | "fleetYaml">,
	signal?: AbortSignal,
): Promise<RenderedChart | string> {
	const folder = await mkdtemp(join(tmpdir(), "chart-"));
	try {
		const values = join(folder, "values.yaml");
		await writeFile(values, toYaml(fleetYaml.helm?.values ?? {}));
		const { exit, stdout, stderr } = await tryRun(
			helm,
			[
				...["template", fleetYaml.helm?.releaseName ?? name, archive],
				...["--namespace", namespaceOfRelease(fleetYaml), "--values", values],
				...["--include-crds", "--no-hooks", "--skip-tests"],
				...["--kube-version", kubernetesVersion],
			],
			{
				timeout: "2m",
				// Helm keeps its caches below the home folder.
				env: { HOME: folder, KUBECONFIG: "/dev/null" },
				...(signal && { signal }),
			},
		);
		if (exit !== 0) return stderr.trim().replace(/^Error: /, "");
		const { templates, crds } = split(stdout);
		const read = (texts: readonly string[]) =>
			texts.flatMap((text) => fromYamlStream(text, archive)).filter(isObject);
		return {
			objects: read(templates),
			crds: read(crds),
			manifest: templates.join("---"),
		};
	} finally {
		await rm(folder, { recursive: true, force: true });
	}
}

const kubernetesVersion = platformParts.k3s.version.replace(/^v|\+.*$/g, "");

/** Separates what comes from `crds/` folders. Helm names a file once, also if it has several documents. */
function split(text: string) {
	const templates: string[] = [];
	const crds: string[] = [];
	let source = "";
	for (const document of text.split(/^---\s*$/m)) {
		source = /^# Source: (.+)$/m.exec(document)?.[1] ?? source;
		(IN_CRDS.test(source) ? crds : templates).push(document);
	}
	return { templates, crds };
}

/** A folder `crds` of a chart, which may itself be called so. */
const IN_CRDS = /^[^/]+\/(?:charts\/[^/]+\/)*crds\//;

export const namespaceOfRelease = ({
	defaultNamespace = "default",
}: TreeBundle["fleetYaml"]): string => defaultNamespace;
