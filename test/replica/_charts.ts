import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fromYamlStream, readTree, run, toYaml, toYamlStream } from "@lab/core";
import { READY_WITH, readinessNeeds } from "@lab/kubernetes";
import { charts } from "@lab/lab";
import { readBundles, type TreeBundle } from "@lab/replica";
import { ensureTools, type FamilyName, moduleFile } from "@lab/toolchain";
import { quiet, tree } from "./_replica.ts";

/** Templates of a release that becomes ready once its pod runs and its claim is bound. */
const TEMPLATE = `apiVersion: v1
kind: PersistentVolumeClaim
metadata:
  name: {{ .Release.Name }}-data
spec:
  accessModes: [ReadWriteOnce]
  storageClassName: longhorn-vaclab
  resources:
    requests:
      storage: 1Gi
---
apiVersion: apps/v1
kind: Deployment
metadata:
  name: {{ .Release.Name }}-stand-in
spec:
  selector:
    matchLabels:
      app: {{ .Release.Name }}-stand-in
  template:
    metadata:
      labels:
        app: {{ .Release.Name }}-stand-in
    spec:
      containers:
        - name: main
          image: stand.in/main:1.0.0
      volumes:
        - name: data
          persistentVolumeClaim:
            claimName: {{ .Release.Name }}-data
`;

/** Charts that need the real CRDs of their controllers, and objects for these to process. */
const realKinds: Readonly<Record<string, RealKinds>> = {
	"victoria-metrics-operator-crds": {
		kinds: {
			family: "vm-operator",
			module: "github.com/VictoriaMetrics/operator",
			path: "config/crd/overlay/crd.descriptionless.yaml",
		},
	},
	"victoria-metrics-k8s-stack": {
		work: `---
apiVersion: operator.victoriametrics.com/v1beta1
kind: VMSingle
metadata:
  name: {{ .Release.Name }}
spec:
  retentionPeriod: "1"
`,
	},
	kyverno: {
		kinds: {
			family: "kyverno",
			module: "github.com/kyverno/kyverno",
			path: "config/crds",
		},
		work: `---
apiVersion: v1
kind: ConfigMap
metadata:
  name: kyverno
---
apiVersion: v1
kind: ConfigMap
metadata:
  name: kyverno-metrics
`,
	},
};

/** Workloads of a chart that pods of other bundles wait for. */
function awaitedWorkloads(
	bundles: readonly TreeBundle[],
	chart: string,
): string {
	const names = bundles
		.filter(({ fleetYaml }) => fleetYaml.helm?.chart === chart)
		.map(({ name }) => name);
	const texts = bundles.flatMap(({ objects }) =>
		objects.flatMap(
			({ spec }) =>
				(spec as Workload | undefined)?.template?.metadata?.annotations?.[
					READY_WITH
				] ?? [],
		),
	);
	return toYamlStream(
		texts
			.flatMap((text) => readinessNeeds(text) ?? [])
			.filter(
				({ bundle, kind }) =>
					names.includes(bundle) &&
					["Deployment", "StatefulSet"].includes(kind),
			)
			.map(({ kind, name }) => ({
				apiVersion: "apps/v1",
				kind,
				metadata: { name },
				spec: {
					selector: { matchLabels: { app: name } },
					template: {
						metadata: { labels: { app: name } },
						spec: { containers: [{ name, image: "stand.in/main:1.0.0" }] },
					},
				},
			})),
	);
}

interface Workload {
	readonly template?: {
		readonly metadata?: {
			readonly annotations?: Readonly<Record<string, string>>;
		};
	};
}

interface RealKinds {
	readonly kinds?: {
		readonly family: FamilyName;
		readonly module: string;
		readonly path: string;
	};
	readonly work?: string;
}

async function addRealKinds(name: string, source: string): Promise<void> {
	const { kinds, work } = realKinds[name] ?? {};
	if (work !== undefined)
		await writeFile(join(source, "templates", "work.yaml"), work);
	if (kinds === undefined) return;
	const path = await moduleFile(kinds.family, kinds.module, kinds.path);
	const texts = path.endsWith(".yaml")
		? [await readFile(path, "utf8")]
		: (await readTree(path)).values();
	await rm(join(source, "crds"), { recursive: true });
	await mkdir(join(source, "crds"));
	let count = 0;
	for (const text of texts) {
		if (text.includes("kind: CustomResourceDefinition"))
			await writeFile(
				join(source, "crds", `${count++}.yaml`),
				toYamlStream(fromYamlStream(text, path).map(withoutProse)),
			);
	}
}

/** Strips descriptions, because Helm stores a whole chart in one Secret of limited size. */
const withoutProse = (value: unknown): unknown =>
	JSON.parse(
		JSON.stringify(value, (key, entry: unknown) =>
			key === "description" && typeof entry === "string" ? undefined : entry,
		),
	);

/** Kinds that bundles of other charts use. */
const crd = (group: string, kind: string, plural: string, scope: string) =>
	toYaml({
		apiVersion: "apiextensions.k8s.io/v1",
		kind: "CustomResourceDefinition",
		metadata: { name: `${plural}.${group}` },
		spec: {
			group,
			scope,
			names: { kind, plural, singular: kind.toLowerCase() },
			versions: ["v1", "v1alpha1", "v1beta1"].map((name) => ({
				name,
				served: true,
				storage: name === "v1",
				schema: {
					openAPIV3Schema: {
						type: "object",
						"x-kubernetes-preserve-unknown-fields": true,
					},
				},
			})),
		},
	});

/**
 * Writes archives with the names and versions of the lab's charts but small test
 * contents, so that a rollout with charts can be tested without a network.
 */
export async function standInCharts(folder: string): Promise<string> {
	const { helm } = await ensureTools(["helm"], { progress: quiet });
	const bundles = await readBundles(tree);
	const used = new Map(
		bundles.flatMap(({ fleetYaml }) => {
			const { chart, version } = fleetYaml.helm ?? {};
			return chart === undefined ? [] : [[chart, version ?? ""] as const];
		}),
	);
	const target = join(folder, "charts");
	await mkdir(target, { recursive: true });
	for (const [name, version] of used) {
		const source = join(folder, "source", name);
		await mkdir(join(source, "templates"), { recursive: true });
		await writeFile(
			join(source, "Chart.yaml"),
			toYaml({ apiVersion: "v2", name, version }),
		);
		await writeFile(join(source, "templates", "all.yaml"), TEMPLATE);
		await writeFile(
			join(source, "templates", "awaited.yaml"),
			awaitedWorkloads(bundles, name),
		);
		const { crdGroups = [] } =
			Object.values(charts).find((chart) => chart.name === name) ?? {};
		const kinds = bundles.flatMap(({ objects }) => objects);
		const crds = new Map(
			kinds
				.filter(({ apiVersion }) =>
					(crdGroups as readonly string[]).includes(
						apiVersion.split("/")[0] ?? "",
					),
				)
				.map(({ apiVersion, kind }) => {
					const group = apiVersion.split("/")[0] ?? "";
					const plural = kind.toLowerCase().replace(/y$/, "ie").concat("s");
					return [kind, crd(group, kind, plural, "Cluster")] as const;
				}),
		);
		await mkdir(join(source, "crds"), { recursive: true });
		if (name in realKinds) await addRealKinds(name, source);
		for (const [kind, text] of name in realKinds ? [] : crds)
			await writeFile(join(source, "crds", `${kind}.yaml`), text);
		await run(helm.path, ["package", source, "--destination", target], {
			timeout: "1m",
		});
	}
	await rm(join(folder, "source"), { recursive: true });
	return target;
}
