import { createHash } from "node:crypto";
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import type { FleetYaml } from "@lab/bundles";
import {
	fromYaml,
	fromYamlStream,
	readTree,
	run,
	toYaml,
	toYamlStream,
} from "@lab/core";
import type { ReadObject } from "@lab/kubernetes";
import { ensureTools } from "@lab/toolchain";

/** A Bundle that Fleet's own CLI creates from a folder. */
export interface FleetBundle extends ReadObject {
	readonly spec: FleetYaml & {
		readonly resources: readonly { readonly name: string }[];
		readonly targets: readonly object[];
	};
}

const quiet = { step() {}, note() {} };

/** Path of Fleet's CLI, in the version that the lab runs. */
export async function fleetProgram(): Promise<string> {
	return (await ensureTools(["fleet"], { progress: quiet })).fleet.path;
}

/** Path of the program that strictly decodes fleet.yaml into Fleet's own Go type. */
export async function strictDecoder(): Promise<string> {
	const name = "fleet-yaml-check";
	return (await ensureTools([name], { progress: quiet }))[name].path;
}

/** Targets of the GitRepo, as its job passes them to `fleet apply`. */
const TARGETS = {
	targets: [{ name: "default", clusterGroup: "default" }],
	targetRestrictions: [{ name: "default", clusterGroup: "default" }],
};

/** The CLI requires a readable kubeconfig, but does not use it here. */
const KUBECONFIG = {
	apiVersion: "v1",
	kind: "Config",
	clusters: [{ name: "none", cluster: { server: "https://127.0.0.1:1" } }],
	contexts: [{ name: "none", context: { cluster: "none" } }],
	"current-context": "none",
};

/**
 * Runs `fleet apply` on a tree like the job of a GitRepo, including charts.
 *
 * @param folder tree of bundles
 * @param charts replaces the repositories of the charts
 */
export async function fleetApply(
	fleet: string,
	folder: string,
	charts: ChartServer,
): Promise<FleetBundle[]> {
	const work = await mkdtemp(join(tmpdir(), "fleet-apply-"));
	try {
		await cp(folder, join(work, "fleet"), { recursive: true });
		for (const [path, text] of await readTree(folder)) {
			if (!path.endsWith("fleet.yaml")) continue;
			const fleetYaml = fromYaml(text, path) as FleetYaml;
			if (fleetYaml.helm?.repo === undefined) continue;
			charts.add(fleetYaml.helm);
			await writeFile(
				join(work, "fleet", path),
				toYaml({ ...fleetYaml, helm: { ...fleetYaml.helm, repo: charts.url } }),
			);
		}
		await writeFile(join(work, "targets.yaml"), toYaml(TARGETS));
		await writeFile(join(work, "kubeconfig"), toYaml(KUBECONFIG));
		const { stdout } = await run(
			fleet,
			[
				"apply",
				"-n",
				"fleet-local",
				"-o",
				"-",
				"--bundle-creation-max-concurrency",
				"1",
				"--targets-file",
				"targets.yaml",
				"--label",
				"fleet.cattle.io/repo-name=vaclab",
				"--",
				"vaclab",
				"fleet",
			],
			{
				cwd: work,
				timeout: "2m",
				env: {
					KUBECONFIG: join(work, "kubeconfig"),
					NAMESPACE: undefined,
					HOME: work,
				},
			},
		);
		// Fleet writes documents without separators.
		return stdout
			.split(/^(?=apiVersion: fleet\.cattle\.io\/v1alpha1$)/m)
			.flatMap((text) => fromYamlStream(text, "fleet apply") as FleetBundle[]);
	} finally {
		await rm(work, { recursive: true });
	}
}

/** Objects that Fleet's agent would install for a bundle, without its own labels. */
export async function fleetRender(
	fleet: string,
	bundle: FleetBundle,
): Promise<ReadObject[]> {
	const work = await mkdtemp(join(tmpdir(), "fleet-render-"));
	const { resources, ...options } = bundle.spec;
	const content = gzipSync(JSON.stringify({ resources })).toString("base64");
	const apiVersion = "fleet.cattle.io/v1alpha1";
	const { name } = bundle.metadata;
	try {
		await writeFile(
			join(work, "deployment.yaml"),
			toYamlStream([
				{ apiVersion, kind: "Content", metadata: { name }, content },
				{
					apiVersion,
					kind: "BundleDeployment",
					metadata: { name },
					spec: { options },
				},
			]),
		);
		const { stdout, stderr } = await run(
			fleet,
			[
				"deploy",
				"-i",
				join(work, "deployment.yaml"),
				"--dry-run",
				"--kube-version",
				"v1.35.4",
			],
			{ cwd: work, timeout: "2m" },
		);
		const rendered = fromYamlStream(
			stdout.trim() === "" ? stderr : stdout,
			"fleet deploy",
		);
		return (rendered.flat() as ReadObject[]).map(withoutFleetsLabels);
	} finally {
		await rm(work, { recursive: true });
	}
}

function withoutFleetsLabels(object: ReadObject): ReadObject {
	const ours = (entries: Readonly<Record<string, string>> = {}) =>
		Object.fromEntries(
			Object.entries(entries).filter(
				([key]) =>
					!/objectset\.rio\.cattle\.io|helm\.sh\/resource-policy/.test(key),
			),
		);
	const { labels, annotations, ...metadata } = object.metadata;
	return {
		...object,
		metadata: {
			...metadata,
			...unlessEmpty("labels", ours(labels)),
			...unlessEmpty("annotations", ours(annotations)),
		},
	};
}

const unlessEmpty = (key: string, entries: Record<string, string>) =>
	Object.keys(entries).length === 0 ? {} : { [key]: entries };

/** A chart repository with stand-ins for the added charts, which render their values into a ConfigMap. */
export interface ChartServer {
	readonly url: string;
	add(helm: NonNullable<FleetYaml["helm"]>): void;
	close(): Promise<void>;
}

export async function serveCharts(helm: string): Promise<ChartServer> {
	const folder = await mkdtemp(join(tmpdir(), "charts-"));
	const known = new Map<string, { name: string; version: string }>();
	const server: Server = createServer((request, response) => {
		void answer(request.url ?? "/").then(
			(body) => response.end(body),
			() => response.writeHead(404).end(),
		);
	});
	const answer = async (path: string): Promise<Buffer | string> => {
		if (path !== "/index.yaml") return readFile(join(folder, path));
		const entries: Record<string, object[]> = {};
		for (const [id, chart] of known) {
			const archive = await packageChart(helm, folder, id, chart);
			entries[chart.name] ??= [];
			entries[chart.name]?.push({
				...chart,
				apiVersion: "v2",
				urls: [`${id}.tgz`],
				digest: createHash("sha256").update(archive).digest("hex"),
			});
		}
		return toYaml({ apiVersion: "v1", entries });
	};
	await new Promise<void>((listening) =>
		server.listen(0, "127.0.0.1", listening),
	);
	return {
		url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
		add({ chart = "", version = "" }) {
			known.set(`${chart}-${version}`, { name: chart, version });
		},
		async close() {
			await new Promise((closed) => server.close(closed));
			await rm(folder, { recursive: true });
		},
	};
}

const SHOW_VALUES = `apiVersion: v1
kind: ConfigMap
metadata:
  name: shown-values
data:
  values: {{ .Values | toJson | quote }}
`;

async function packageChart(
	helm: string,
	folder: string,
	id: string,
	{ name, version }: { name: string; version: string },
): Promise<Buffer> {
	const archive = join(folder, `${id}.tgz`);
	const source = join(folder, "source", name);
	await mkdir(join(source, "templates"), { recursive: true });
	await writeFile(
		join(source, "Chart.yaml"),
		toYaml({ apiVersion: "v2", name, version }),
	);
	await writeFile(join(source, "templates", "values.yaml"), SHOW_VALUES);
	await run(helm, ["package", source, "--destination", folder], {
		timeout: "1m",
	});
	return readFile(archive);
}
