import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type FileTree, run, toYaml, tryRun, writeTree } from "@lab/core";
import { describeNeeding } from "@lab/core/testing";
import { bundlesIn, folderAt, rehearseUpgrade } from "@lab/replica";
import { ensureTools } from "@lab/toolchain";
import { afterAll, beforeAll, expect, test } from "vitest";
import { quiet } from "../_api-server.ts";

type Fields = Readonly<Record<string, unknown>>;
const object = (apiVersion: string, kind: string, fields: Fields): Fields => ({
	apiVersion,
	kind,
	metadata: { name: "a" },
	...fields,
});

/** Files of a bundle with the given objects. */
const bundle = (
	name: string,
	objects: readonly Fields[],
	fleetYaml: Fields = {},
): [string, string][] => [
	[
		`${name}/fleet.yaml`,
		toYaml({ name, defaultNamespace: "default", ...fleetYaml }),
	],
	...objects.map((one, index): [string, string] => [
		`${name}/${index}.yaml`,
		toYaml(one),
	]),
];

const tree = (...bundles: [string, string][][]): FileTree =>
	new Map(bundles.flat());

const storageClass = (replicas: string) =>
	object("storage.k8s.io/v1", "StorageClass", {
		provisioner: "driver.longhorn.io",
		parameters: { numberOfReplicas: replicas },
		allowVolumeExpansion: true,
	});
const claim = (storage: string) =>
	object("v1", "PersistentVolumeClaim", {
		spec: {
			accessModes: ["ReadWriteOnce"],
			storageClassName: "a",
			resources: { requests: { storage } },
		},
	});
const workload = (kind: string, label: string, spec: Fields = {}) =>
	object("apps/v1", kind, {
		spec: {
			selector: { matchLabels: { app: label } },
			template: {
				metadata: { labels: { app: label } },
				spec: { containers: [{ name: "c", image: "i:1" }] },
			},
			...spec,
		},
	});
const stateful = (size: string) =>
	workload("StatefulSet", "a", {
		serviceName: "a",
		replicas: 2,
		volumeClaimTemplates: [
			{
				metadata: { name: "data" },
				spec: {
					accessModes: ["ReadWriteOnce"],
					resources: { requests: { storage: size } },
				},
			},
		],
	});
const job = (image: string) =>
	object("batch/v1", "Job", {
		spec: {
			template: {
				spec: {
					restartPolicy: "Never",
					containers: [{ name: "c", image }],
				},
			},
		},
	});
const binding = (name: string) =>
	object("rbac.authorization.k8s.io/v1", "RoleBinding", {
		roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "Role", name },
	});
const service = (spec: Fields) =>
	object("v1", "Service", { spec: { ports: [{ port: 80 }], ...spec } });
const configMap = (data: Fields, metadata: Fields = {}) =>
	object("v1", "ConfigMap", { data, metadata: { name: "a", ...metadata } });
const kindOf = (fields: Fields) =>
	object("apiextensions.k8s.io/v1", "CustomResourceDefinition", {
		metadata: { name: "things.example.org" },
		spec: {
			group: "example.org",
			scope: "Namespaced",
			names: { kind: "Thing", plural: "things" },
			versions: [
				{
					name: "v1",
					served: true,
					storage: true,
					schema: {
						openAPIV3Schema: {
							type: "object",
							properties: { spec: { type: "object", properties: fields } },
						},
					},
				},
			],
		},
	});
const thing = (spec: Fields) => object("example.org/v1", "Thing", { spec });

describeNeeding(["go"], "the rehearsal of an upgrade", () => {
	let folder: string;
	let charts: string;
	beforeAll(async () => {
		folder = await mkdtemp(join(tmpdir(), "upgrade-"));
		charts = join(folder, "charts");
	});
	afterAll(() => rm(folder, { recursive: true }));

	const rehearse = (before: FileTree, after: FileTree) =>
		rehearseUpgrade(bundlesIn(before, "old"), bundlesIn(after, "new"), {
			folder: folderAt(join(folder, "rehearsal")),
			progress: quiet,
			charts,
		});

	const texts = (some: readonly { bundle: string; object: string }[]) =>
		some.map((one) => `${one.bundle} ${one.object}`).sort();

	/** Packs a chart with a CRD in `crds/` and a StatefulSet with a volume. */
	async function pack(version: string, fields: Fields): Promise<void> {
		const source = join(folder, `chart-${version}`);
		const { helm } = await ensureTools(["helm"], { progress: quiet });
		writeTree(
			source,
			new Map([
				["Chart.yaml", toYaml({ apiVersion: "v2", name: "store", version })],
				["values.yaml", toYaml({ size: "1Gi" })],
				["crds/things.yaml", toYaml(kindOf(fields))],
				[
					"templates/store.yaml",
					toYaml(stateful("SIZE")).replaceAll("SIZE", "{{ .Values.size }}"),
				],
				["templates/webhook.yaml", toYaml(webhook)],
			]),
		);
		await run(helm.path, ["package", source, "--destination", charts], {
			timeout: "1m",
		});
	}
	/** Nobody answers it, so it would stop everything if it were stored. */
	const webhook = object(
		"admissionregistration.k8s.io/v1",
		"ValidatingWebhookConfiguration",
		{
			webhooks: [
				{
					name: "a.example.org",
					admissionReviewVersions: ["v1"],
					sideEffects: "None",
					failurePolicy: "Fail",
					clientConfig: { service: { name: "none", namespace: "default" } },
					rules: [
						{
							apiGroups: ["*"],
							apiVersions: ["*"],
							operations: ["*"],
							resources: ["*"],
						},
					],
				},
			],
		},
	);
	const store = (version: string, size?: string, fields: Fields = {}) => ({
		helm: {
			repo: "https://charts.example.invalid",
			chart: "store",
			version,
			releaseName: "store",
			...(size !== undefined && { values: { size } }),
		},
		...fields,
	});

	test("is quiet about trees that do not differ, and starts nothing", async () => {
		const same = tree(bundle("one", [claim("1Gi")]));
		expect(await rehearse(same, same)).toMatchObject({
			bundles: [],
			objects: 0,
			refused: [],
		});
	});

	test("is quiet about changes that the API server accepts", async () => {
		const outcome = await rehearse(
			tree(
				bundle("one", [
					storageClass("2"),
					claim("1Gi"),
					workload("Deployment", "a"),
					configMap({ a: "1" }),
				]),
			),
			tree(
				bundle("one", [
					storageClass("2"),
					claim("2Gi"),
					workload("Deployment", "a", { replicas: 3 }),
					configMap({ a: "2" }),
				]),
				bundle("two", [service({})]),
			),
		);
		expect(outcome).toMatchObject({
			bundles: ["one", "two"],
			objects: 5,
			refused: [],
			deleted: [],
			orphaned: [],
			partly: [],
		});
	});

	test("names every object that would be refused, with the API server's words and the mend", async () => {
		const objects = (old: boolean) => [
			storageClass(old ? "2" : "3"),
			claim(old ? "2Gi" : "1Gi"),
			workload("Deployment", old ? "a" : "b"),
			workload("DaemonSet", old ? "a" : "b"),
			stateful(old ? "1Gi" : "2Gi"),
			job(old ? "i:1" : "i:2"),
			binding(old ? "a" : "b"),
			service(old ? {} : { clusterIP: "None" }),
			{ ...configMap({ a: old ? "1" : "2" }), immutable: true },
			kindOf({}),
		];
		const { refused } = await rehearse(
			tree(bundle("one", objects(true))),
			tree(bundle("one", objects(false))),
		);
		expect(texts(refused)).toEqual(
			[
				"StorageClass.storage.k8s.io a",
				"PersistentVolumeClaim default/a",
				"Deployment.apps default/a",
				"DaemonSet.apps default/a",
				"StatefulSet.apps default/a",
				"Job.batch default/a",
				"RoleBinding.rbac.authorization.k8s.io default/a",
				"Service default/a",
				"ConfigMap default/a",
			]
				.map((one) => `one ${one}`)
				.sort(),
		);
		const of = (kind: string) =>
			refused.find((one) => one.object.startsWith(kind));
		expect(of("StorageClass")).toMatchObject({
			why: expect.stringContaining("updates to parameters are forbidden"),
			help: expect.stringContaining("give the class a new name"),
		});
		expect(of("StatefulSet")?.help).toContain("--cascade=orphan");
		expect(of("PersistentVolumeClaim")?.why).toContain(
			"field can not be less than status.capacity",
		);
	});

	test("names what would be deleted, with what goes with it, and what would be left behind", async () => {
		const { deleted, orphaned } = await rehearse(
			tree(
				bundle("kinds", [kindOf({})]),
				bundle("things", [thing({})]),
				bundle("kept", [configMap({})], { keepResources: true }),
				bundle("one", [
					stateful("1Gi"),
					claim("1Gi"),
					configMap(
						{},
						{
							name: "stays",
							annotations: { "helm.sh/resource-policy": "keep" },
						},
					),
				]),
				bundle("from", [service({})]),
				bundle("to", []),
			),
			tree(
				bundle("things", [thing({})], { labels: { a: "b" } }),
				bundle("one", []),
				bundle("from", []),
				bundle("to", [service({})]),
			),
		);
		expect(texts(deleted)).toEqual([
			"from Service default/a",
			"kinds CustomResourceDefinition.apiextensions.k8s.io things.example.org",
			"kinds Thing.example.org default/a",
			"one PersistentVolumeClaim default/a",
			"one StatefulSet.apps default/a",
		]);
		expect(texts(orphaned)).toEqual([
			"kept ConfigMap default/a",
			"one ConfigMap default/stays",
			"one PersistentVolumeClaim default/data-a-0",
			"one PersistentVolumeClaim default/data-a-1",
		]);
	});

	test("renders charts: a new size is refused, and CRDs in crds/ stay without new fields", async () => {
		await pack("1.0.0", { a: { type: "string" } });
		await pack("1.1.0", { a: { type: "string" }, b: { type: "string" } });
		const outcome = await rehearse(
			tree(
				bundle("store", [], store("1.0.0", "1Gi")),
				bundle("things", [thing({ a: "1" })]),
			),
			tree(
				bundle("store", [], store("1.1.0", "2Gi")),
				bundle("things", [thing({ a: "1", b: "2" })], {
					dependsOn: [{ name: "store" }],
				}),
			),
		);
		expect(texts(outcome.refused)).toEqual([
			"store StatefulSet.apps default/a",
			"things Thing.example.org default/a",
		]);
		expect(outcome.refused.at(-1)?.why).toContain(
			".spec.b: field not declared in schema",
		);
		expect(outcome.orphaned).toEqual([
			{
				bundle: "store",
				object:
					"CustomResourceDefinition.apiextensions.k8s.io things.example.org",
				why: "stays in its old version: Helm never upgrades what is in crds/",
			},
		]);
		expect(outcome.releases).toMatchObject([{ bundle: "store" }]);
		expect(outcome.partly).toEqual([]);
	});

	test("says which bundles were rehearsed without their chart", async () => {
		const outcome = await rehearse(
			tree(bundle("store", [configMap({})], store("9.0.0"))),
			tree(bundle("store", [], store("9.1.0"))),
		);
		expect(outcome.partly.map(({ why }) => why)).toEqual([
			"store 9.0.0 is not at hand",
			"store 9.1.0 is not at hand",
		]);
		expect(texts(outcome.deleted)).toEqual(["store ConfigMap default/a"]);
	});

	test("ignores parked bundles, whose objects exist only during a run", async () => {
		const parked = (label: string) =>
			tree(
				bundle("run", [workload("Deployment", label)], {
					overrideTargets: [
						{ clusterSelector: { matchLabels: { run: "yes" } } },
					],
				}),
			);
		expect(await rehearse(parked("a"), parked("b"))).toMatchObject({
			bundles: [],
		});
	});
});

describeNeeding(["go", "git"], "pnpm synth --against", () => {
	const root = join(import.meta.dirname, "../..");
	let out: string;
	const git = (...words: string[]) =>
		run("git", words, {
			cwd: out,
			timeout: "1m",
			env: {
				GIT_CONFIG_GLOBAL: "/dev/null",
				GIT_AUTHOR_NAME: "a",
				GIT_AUTHOR_EMAIL: "a@example.org",
				GIT_COMMITTER_NAME: "a",
				GIT_COMMITTER_EMAIL: "a@example.org",
			},
		});
	beforeAll(async () => {
		out = await mkdtemp(join(tmpdir(), "against-"));
		await cp(join(root, "fleet"), join(out, "fleet"), { recursive: true });
		await git("init", "--quiet");
		await git("add", "--all");
		await git("commit", "--quiet", "--message", "the tree of today");
		await git("tag", "today");
		const path = join(out, "fleet/storage/storageclass-longhorn-vaclab.yaml");
		const text = await readFile(path, "utf8");
		await writeFile(path, text.replace("worker", "other"));
		await git("commit", "--quiet", "--all", "--message", "another tree");
	});
	afterAll(() => rm(out, { recursive: true }));

	const against = async (ref: string) => {
		const main = join(root, "packages/cli/src/main.ts");
		const { exit, stdout, stderr } = await tryRun(
			"node",
			[
				...["--import", "tsx", main, "synth", "--env", "vaclab"],
				...["--out", out, "--against", ref, "--json"],
			],
			{ cwd: root, timeout: "5m" },
		);
		return { exit, stderr, document: stdout && JSON.parse(stdout) };
	};

	test("exits with 0 if nothing differs, and says so", async () => {
		expect(await against("today")).toMatchObject({
			exit: 0,
			document: { rehearsals: [{ environment: "vaclab", bundles: [] }] },
		});
	});

	test("exits with 1 and names the object that would be refused; it writes nothing", async () => {
		const { exit, document } = await against("HEAD");
		expect(exit).toBe(1);
		expect(document).toMatchObject({
			against: "HEAD",
			rehearsals: [
				{
					bundles: ["storage"],
					refused: [
						{
							bundle: "storage",
							object: "StorageClass.storage.k8s.io longhorn-vaclab",
							why: expect.stringContaining("updates to parameters"),
						},
					],
				},
			],
		});
		expect((await git("status", "--short")).stdout).toBe("");
	});

	test("exits with 2 if there is no such commit", async () => {
		const { exit, stderr } = await against("nowhere");
		expect(exit).toBe(2);
		expect(stderr).toContain("unknown-commit");
	});
});
