import { canonicalJson, type FileTree, toYaml, toYamlStream } from "@lab/core";
import { describe, expect, test } from "vitest";
import { readBundles } from "./bundle.ts";
import type { Rename } from "./compare.ts";
import { type ChartView, type Measure, measure } from "./measure/measure.ts";
import type { Reason } from "./reasons.ts";
import { parityOf } from "./report.ts";

const panel = (title: string, expr: string, type = "timeseries") => ({
	type,
	title,
	targets: [{ refId: "A", expr }],
});

const dashboard = (...panels: object[]) => ({
	apiVersion: "v1",
	kind: "ConfigMap",
	metadata: { name: "nodes", labels: { grafana_dashboard: "1" } },
	data: { "nodes.json": canonicalJson({ title: "Nodes", panels }) },
});

const rules = (...names: string[]) => ({
	apiVersion: "operator.victoriametrics.com/v1beta1",
	kind: "VMRule",
	metadata: { name: "nodes" },
	spec: {
		groups: [
			{
				name: "nodes",
				rules: [
					{ record: "node:load", expr: "sum(load) by (node)" },
					...names.map((alert) => ({ alert, expr: "up == 0", for: "5m" })),
				],
			},
		],
	},
});

const service = (name: string) => ({
	apiVersion: "v1",
	kind: "Service",
	metadata: { name },
	spec: { ports: [{ name: "http", port: 80 }] },
});

const deployment = ({
	cpu = "500m",
	tolerations = [
		{ key: "dedicated", value: "monitoring", effect: "NoSchedule" },
	],
	env = [
		{ name: "LEVEL", value: "info" },
		{ name: "PASSWORD", value: "hunter2" },
	],
} = {}) => ({
	apiVersion: "apps/v1",
	kind: "Deployment",
	metadata: { name: "web" },
	spec: {
		replicas: 2,
		template: {
			spec: {
				tolerations,
				containers: [
					{
						name: "main",
						args: ["--port=80", "--verbose"],
						env,
						ports: [{ name: "http", containerPort: 80 }],
						resources: { limits: { cpu, memory: "1Gi" } },
					},
				],
			},
		},
	},
});

const scrapeConfig = (interval: string) =>
	toYaml([
		{
			job_name: "pods",
			scrape_interval: interval,
			relabel_configs: [
				{ target_label: "__address__", replacement: "$1:8008" },
			],
		},
	]);

const stack = (values: object, version = "1.2.3") =>
	toYaml({
		defaultNamespace: "metrics",
		helm: {
			repo: "https://charts.example",
			chart: "stack",
			version,
			releaseName: "metrics",
			values,
		},
	});

const stackValues = {
	store: { replicas: 3, resources: { limits: { memory: "8Gi" } } },
	vmagent: { spec: { inlineScrapeConfig: scrapeConfig("30s") } },
	web: { enabled: false, replicas: 9 },
};

interface Parts {
	readonly objects?: readonly object[];
	readonly values?: object;
}

const usual = [
	dashboard(panel("CPU", "rate(cpu[5m])"), {
		type: "row",
		panels: [panel("Memory", "memory")],
	}),
	rules("NodeDown", "NodeHot"),
	service("web"),
	deployment(),
];

/** A made-up tree of two bundles. */
const tree = ({
	objects = usual,
	values = stackValues,
}: Parts = {}): FileTree =>
	new Map([
		["web/fleet.yaml", toYaml({ defaultNamespace: "web" })],
		["web/objects.yaml", toYamlStream(objects)],
		["metrics/fleet.yaml", stack(values)],
	]);

const unknown: ChartView = { how: "values", objects: [] };

const measured = (files: FileTree, view: ChartView = unknown): Measure =>
	measure(readBundles(files, "other"), () => view);

interface Knowledge {
	readonly renames?: readonly Rename[];
	readonly reasons?: readonly Reason[];
}

const parity = (
	theirs: Parts,
	ours: Parts,
	{ renames = [], reasons = [] }: Knowledge = {},
) =>
	parityOf(measured(tree(theirs)), measured(tree(ours)), { renames, reasons });

const why = { why: "it is made up", owner: "DST" } as const;

test("a tree has no differences from itself", () => {
	const { unexplained, gained, rows } = parity({}, {});
	expect(unexplained).toEqual([]);
	expect(gained).toEqual([]);
	expect(rows.length).toBeGreaterThan(20);
});

describe("each loss is found, and nothing else", () => {
	const without = (...objects: object[]): Parts => ({ objects });
	const [shown, alerts, web, program] = usual as [
		object,
		object,
		object,
		object,
	];
	test.each<[string, Parts, object]>([
		[
			"a panel in a collapsed row",
			without(dashboard(panel("CPU", "rate(cpu[5m])")), alerts, web, program),
			{ state: "lost", topic: "panel", title: "dashboard nodes: Memory" },
		],
		[
			"a panel's query",
			without(
				dashboard(panel("CPU", "rate(cpu[1m])"), panel("Memory", "memory")),
				alerts,
				web,
				program,
			),
			{ state: "changed", topic: "panel", title: "dashboard nodes: CPU" },
		],
		[
			"an alert",
			without(shown, rules("NodeDown"), web, program),
			{ state: "lost", topic: "alert", title: "group nodes: NodeHot" },
		],
		[
			"an object",
			without(shown, alerts, program),
			{ state: "lost", topic: "object", title: "Service web/web" },
		],
		[
			"a lower limit",
			without(shown, alerts, web, deployment({ cpu: "250m" })),
			{
				state: "changed",
				topic: "limit",
				title:
					"Deployment web/web: spec.template.spec.containers[main].resources.limits.cpu",
				theirs: "500m",
				ours: "250m",
			},
		],
		[
			"a toleration",
			without(shown, alerts, web, deployment({ tolerations: [] })),
			{
				state: "lost",
				topic: "toleration",
				title:
					"Deployment web/web: spec.template.spec.tolerations[dedicated=monitoring:NoSchedule]",
			},
		],
		[
			"a variable, whose secret value is not shown",
			without(
				shown,
				alerts,
				web,
				deployment({ env: [{ name: "LEVEL", value: "info" }] }),
			),
			{
				state: "lost",
				topic: "environment",
				title:
					"Deployment web/web: spec.template.spec.containers[main].env[PASSWORD]",
				theirs: "not shown",
			},
		],
		[
			"a value of a chart",
			{ values: { ...stackValues, store: { replicas: 3 } } },
			{
				state: "lost",
				topic: "limit",
				title: "release metrics: store.resources.limits.memory",
				theirs: "8Gi",
			},
		],
		[
			"the interval of a scrape job",
			{
				values: {
					...stackValues,
					vmagent: { spec: { inlineScrapeConfig: scrapeConfig("60s") } },
				},
			},
			{
				state: "changed",
				topic: "scrape",
				title: "job pods",
				theirs: "every 30s at port 8008 /metrics",
				ours: "every 60s at port 8008 /metrics",
			},
		],
	])("%s", (_, ours, row) => {
		const { unexplained } = parity({}, ours);
		expect(unexplained).toHaveLength(1);
		expect(unexplained[0]).toMatchObject(row);
	});
});

test("the order of lists and the spelling of quantities do not matter", () => {
	const other = deployment({
		cpu: "0.5",
		env: [
			{ name: "PASSWORD", value: "hunter2" },
			{ name: "LEVEL", value: "info" },
		],
	});
	expect(
		parity({}, { objects: [...usual.slice(0, 3), other] }).unexplained,
	).toEqual([]);
});

test("settings of a lost object are not listed beside it", () => {
	const { unexplained } = parity({}, { objects: usual.slice(0, 3) });
	expect(unexplained).toMatchObject([{ title: "Deployment web/web" }]);
});

describe("a renamed object", () => {
	const ours = {
		objects: [...usual.slice(0, 2), service("site"), deployment()],
	};
	const from = "Service web/web";

	test("is lost unless its new name is known", () => {
		expect(parity({}, ours).unexplained).toMatchObject([
			{ state: "lost", title: from },
		]);
	});

	test("is compared with what has its new name", () => {
		const { unexplained, gained, stale } = parity({}, ours, {
			renames: [{ from, to: "Service web/site", why: "made up" }],
		});
		expect({ unexplained, gained, stale }).toEqual({
			unexplained: [],
			gained: [],
			stale: [],
		});
	});

	test("does not take others with it whose names only start like it", () => {
		const theirs = { objects: [...usual, service("web-2")] };
		const renames = [{ from, to: "Service web/site", why: "made up" }];
		expect(parity(theirs, ours, { renames }).unexplained).toMatchObject([
			{ title: "Service web/web-2" },
		]);
	});
});

describe("a reason", () => {
	const ours = { objects: usual.slice(1) };

	test("explains what matches its pattern", () => {
		const { unexplained, reasons, stale } = parity({}, ours, {
			reasons: [
				{ rows: ["object ConfigMap web/nodes"], ...why },
				{ rows: ["panel dashboard nodes: *"], ...why },
			],
		});
		expect(unexplained).toEqual([]);
		expect(stale).toEqual([]);
		expect(reasons.map(({ explains }) => explains.length)).toEqual([1, 2]);
	});

	test.each([
		["matches nothing", "panel dashboard pods: *"],
		["matches only what is the same", "alert group nodes: *"],
		["has another topic", "alert dashboard nodes: *"],
	])("that %s is a fault", (_, pattern) => {
		const { stale } = parity({}, ours, {
			reasons: [{ rows: [pattern], ...why }],
		});
		expect(stale).toMatchObject([
			{ code: "stale-reason", severity: "error", where: pattern },
		]);
	});

	test("does not explain what another one has explained", () => {
		const { stale } = parity({}, ours, {
			reasons: [
				{ rows: ["panel dashboard nodes: *"], ...why },
				{ rows: ["panel dashboard nodes: CPU"], ...why },
			],
		});
		expect(stale).toMatchObject([{ where: "panel dashboard nodes: CPU" }]);
	});
});

test("a rename that matches nothing is a fault", () => {
	const renames = [
		{ from: "Service web/gone", to: "Service web/web", why: "" },
	];
	expect(parity({}, {}, { renames }).stale).toMatchObject([
		{ code: "stale-reason", where: "Service web/gone" },
	]);
});

describe("charts", () => {
	const facts = {
		name: "stack",
		version: "1.2.3",
		values: { store: { replicas: 3, disk: "10Gi" }, web: { enabled: true } },
		optional: ["store.resources", "vmagent"],
		subcharts: [],
	};
	const withFacts: ChartView = { how: "values", objects: [], facts };

	test("a default counts where we set nothing", () => {
		const theirs = measured(tree());
		const ours = measured(
			tree({
				values: {
					...stackValues,
					store: { resources: { limits: { memory: "8Gi" } } },
				},
			}),
			withFacts,
		);
		const { unexplained } = parityOf(theirs, ours, {
			renames: [],
			reasons: [],
		});
		expect(unexplained).toEqual([]);
	});

	test("a value that the chart does not list is not compared, and named", () => {
		const values = { store: stackValues.store, sotre: { replicas: 4 } };
		const { items, releases } = measured(tree({ values }), withFacts);
		expect(items.some(({ name }) => name.startsWith("sotre"))).toBe(false);
		expect(releases).toMatchObject([{ ignored: ["sotre"] }]);
	});

	test("what a switch turns off is not compared", () => {
		const { items } = measured(tree());
		expect(items.map(({ name }) => name)).not.toContain("web.replicas");
		expect(items.map(({ name }) => name)).toContain("web.enabled");
	});

	test("what a rendered chart creates is compared", () => {
		const view: ChartView = {
			how: "rendered",
			objects: [
				{
					apiVersion: "operator.victoriametrics.com/v1beta1",
					kind: "VMServiceScrape",
					metadata: { name: "store" },
					spec: { endpoints: [{ port: "http", interval: "15s" }] },
				},
				rules("StoreDown"),
			],
		};
		const { unexplained } = parityOf(
			measured(tree({ objects: [] }), view),
			measured(tree({ objects: [], values: {} })),
			{ renames: [], reasons: [{ rows: ["*release metrics: *"], ...why }] },
		);
		expect(unexplained.map(({ topic, title }) => `${topic} ${title}`)).toEqual([
			"object VMServiceScrape metrics/store",
			"scrape job store",
			"object VMRule metrics/nodes",
			"record group nodes: node:load",
			"alert group nodes: StoreDown",
		]);
	});
});

describe("Fleet's files", () => {
	test("a folder without bundles is refused", () => {
		expect(() => readBundles(new Map([["a.yaml", "a: 1"]]), "there")).toThrow(
			expect.objectContaining({ code: "no-bundles" }),
		);
	});

	test("an empty fleet.yaml is a bundle in the namespace default", () => {
		const [bundle] = readBundles(
			new Map([
				["web/fleet.yaml", ""],
				["web/service.yaml", toYaml(service("web"))],
			]),
			"there",
		);
		expect(bundle).toMatchObject({
			folder: "web",
			namespace: "default",
			objects: [{ kind: "Service" }],
		});
	});

	test("files beside a chart are objects only if a kustomization lists them", () => {
		const files = new Map([
			["metrics/fleet.yaml", stack({})],
			["metrics/a.yaml", toYaml(service("a"))],
			["metrics/b.yaml", toYaml(service("b"))],
		]);
		const [ignored] = readBundles(files, "there");
		expect(ignored?.objects).toEqual([]);
		expect(ignored?.unread).toEqual([
			"2 files beside its chart, which Fleet ignores",
		]);
		files.set(
			"metrics/kustomization.yaml",
			toYaml({ resources: ["a.yaml"], patches: [] }),
		);
		const [listed] = readBundles(files, "there");
		expect(listed?.objects).toMatchObject([{ metadata: { name: "a" } }]);
		expect(listed?.unread).toEqual(["patches of its kustomization"]);
	});

	test("a parked bundle is not measured", () => {
		const files = new Map([
			["web/fleet.yaml", toYaml({ overrideTargets: [{ clusterName: "x" }] })],
			["web/service.yaml", toYaml(service("web"))],
		]);
		expect(measured(files)).toMatchObject({ bundles: 0, items: [] });
	});

	test("values from files are merged under those of the fleet.yaml", () => {
		const files = new Map([
			[
				"metrics/fleet.yaml",
				toYaml({
					helm: {
						repo: "oci://charts.example/stack",
						valuesFiles: ["values.yaml"],
						values: { store: { replicas: 5 } },
					},
				}),
			],
			["metrics/values.yaml", toYaml({ store: { replicas: 3, disk: "1Gi" } })],
		]);
		expect(readBundles(files, "there")[0]?.release).toMatchObject({
			chart: "stack",
			values: { store: { replicas: 5, disk: "1Gi" } },
		});
	});
});
