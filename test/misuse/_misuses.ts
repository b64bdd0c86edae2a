import type { Component } from "@lab/components";
import { charts } from "@lab/lab";
import { accessMisuses } from "./_access.ts";
import {
	certificate,
	claim,
	component,
	configMap,
	cronJob,
	deployment,
	ingress,
	object,
	release,
	rule,
	selfSigned,
	served,
	service,
	vm,
} from "./_lab.ts";
import {
	changed,
	found,
	long,
	type Misuse,
	raw,
	registered,
	silent,
	withNeeds,
} from "./_misuse.ts";
import { monitoringMisuses } from "./_monitoring.ts";
import { routeMisuses } from "./_routes.ts";
import { workloadMisuses } from "./_workloads.ts";

export type { Misuse };

const ghost = component([configMap({ name: "ghost" })], { name: "ghost" });

const env = (variable: object) => deployment({ env: [variable] });

const middlewares = "traefik.ingress.kubernetes.io/router.middlewares";

/** Names, labels and namespaces. */
const names: readonly Misuse[] = [
	found(
		"an illegal bundle name",
		"bundle-name",
		component([configMap({})], { name: "Misused_" }),
	),
	found(
		"a component name twice",
		"duplicate-component",
		component([configMap({})]),
		component([configMap({ name: "other" })]),
	),
	raw(
		"an illegal object name",
		"invalid-name",
		configMap({ name: "Misused_" }),
	),
	raw("a too long name", "invalid-name", service({}, { name: long(64) })),
	raw("an illegal label", "invalid-name", configMap({ labels: { a: "b c" } })),
	raw(
		"a too long label",
		"invalid-name",
		configMap({ labels: { a: long(64) } }),
	),
	raw("an illegal namespace", "invalid-name", configMap({ namespace: "A_b" })),
	found(
		"an illegal namespace of a release",
		"release-namespace",
		component([configMap({})], { namespace: "A_b" as never }),
	),
	raw(
		"a namespace that nobody creates",
		"missing-namespace",
		configMap({ namespace: "nowhere" }),
	),
	raw(
		"a port name of more than 15 letters",
		"invalid-name",
		deployment({ ports: [{ name: long(16), containerPort: 80 }] }),
	),
];

/** Kinds, fields and values. */
const values: readonly Misuse[] = [
	raw("a misspelt kind", "unknown-kind", {
		...deployment(),
		kind: "Deploymnet",
	}),
	raw("a removed version", "unknown-kind", {
		...ingress(),
		apiVersion: "extensions/v1beta1",
	}),
	raw("an unknown API group", "custom-resource-without-crd", {
		...configMap({}),
		apiVersion: "example.org/v1",
		kind: "Thing",
	}),
	raw("a misspelt field", "unknown-field", deployment({}, {}, { replicsa: 2 })),
	raw("port 99999", "invalid-value", service({ ports: [{ port: 99999 }] })),
	raw(
		"memory of 1GB",
		"invalid-value",
		deployment({ resources: { limits: { memory: "1GB" } } }),
	),
	raw(
		"memory of 512m",
		"invalid-value",
		deployment({ resources: { limits: { memory: "512m" } } }),
	),
	raw("a number in a ConfigMap", "wrong-type", configMap({}, { port: 80 })),
	raw(
		"a number as the value of a variable",
		"wrong-type",
		env({ name: "A", value: 1 }),
	),
	raw("a broken schedule", "invalid-value", cronJob("every hour")),
	raw(
		"an image without an exact tag",
		"image-without-exact-tag",
		deployment({ image: "example.org/main:latest" }),
	),
	raw(
		"a bundle of more than 1 MB",
		"bundle-too-large",
		configMap({}, { a: long(1_100_000) }),
	),
	raw("a wrong type in a custom resource", "wrong-type", {
		...object("traefik.io/v1alpha1", "Middleware"),
		spec: { rateLimit: { average: "ten" } },
	}),
	raw("a value that breaks a rule of its CRD", "broken-crd-rule", {
		...object("traefik.io/v1alpha1", "Middleware"),
		spec: { addPrefix: { prefix: "api" } },
	}),
	found(
		"a query with a missing bracket in a rule",
		"broken-query",
		component([rule("sum(rate(up[5m])")]),
	),
	raw(
		"days in a duration that Go reads",
		"invalid-value",
		selfSigned,
		certificate({ duration: "90d" }),
	),
	raw("a period in words", "invalid-value", {
		...object("traefik.io/v1alpha1", "Middleware"),
		spec: { rateLimit: { average: 10, period: "1 minute" } },
	}),
	raw(
		"a delay of an alert in words",
		"invalid-value",
		rule("up == 0", { alert: "Misused", for: "5 minutes" }),
	),
	raw("a rule without a name", "invalid-value", rule("up == 0", {})),
	silent(
		"durations of all kinds",
		"each reader has its own form",
		component([
			selfSigned,
			certificate({ duration: "2160h0m0s", renewBefore: "1h30m" }),
			object("traefik.io/v1alpha1", "Middleware", {
				spec: { rateLimit: { average: 10, period: 60 } },
			}),
		]),
	),
	found(
		"an exception in objects",
		"unusable-description",
		component([], {
			objects: () => {
				throw new Error("no such thing");
			},
		}),
	),
	found("nothing to render", "empty-bundle", component([])),
];

/** Charts and their values. */
const releases: readonly Misuse[] = [
	found(
		"a misspelt value of a chart",
		"unknown-chart-value",
		release({ replcias: 3 }),
	),
	found(
		"a wrong type in the values of a chart",
		"wrong-chart-value",
		release({ replicas: "two" }),
	),
	found(
		"a wrong type in values that become a custom resource",
		"wrong-chart-value",
		release(
			{ vmcluster: { enabled: true, spec: { replicationFactor: "two" } } },
			charts.victoriaMetricsStackExternal,
		),
	),
	found(
		"a value of a chart that breaks a rule of the custom resource",
		"broken-crd-rule",
		release(
			{
				vmcluster: {
					spec: {
						vmselect: {
							vpa: {
								resourcePolicy: {
									containerPolicies: [
										{ startupBoost: { cpu: { type: "Factor" } } },
									],
								},
							},
						},
					},
				},
			},
			charts.victoriaMetricsStackExternal,
		),
	),
	found(
		"a pipeline of a collector with an exporter that it does not define",
		"undefined-part",
		release(
			{
				alternateConfig: {
					receivers: { otlp: {} },
					exporters: { "otlp/store": {} },
					service: {
						pipelines: {
							logs: { receivers: ["otlp"], exporters: ["otlp/stores"] },
						},
					},
				},
			},
			charts.openTelemetryCollector,
		),
	),
	found(
		"a route of alerts to a receiver that does not exist",
		"undefined-part",
		release(
			{ alertmanager: { config: { route: { receiver: "chat" } } } },
			charts.victoriaMetricsStack,
		),
	),
	found(
		"a tag that moves, in the values of a chart",
		"image-without-exact-tag",
		release({ image: { tag: "latest" } }),
	),
	found(
		"a value that repeats the default",
		"default-chart-value",
		release({ replicas: 1 }),
	),
	found(
		"an unknown version of a chart",
		"chart-without-facts",
		release({}, { ...charts.kubeStateMetrics, version: "99.0.0" }),
	),
	found(
		"a version range",
		"chart-version",
		release({}, { ...charts.kubeStateMetrics, version: "8.x" }),
	),
	found(
		"a storage class in values that nobody creates",
		"unknown-storage-class",
		...withNeeds({
			...registered("victoria-logs"),
			values: () => ({
				vlstorage: { persistentVolume: { storageClassName: "fast" } },
			}),
		}),
	),
	found(
		"a Service that a chart creates too",
		"object-owned-twice",
		...withNeeds(registered("kube-state-metrics")),
		component(
			[service({ selector: undefined }, { name: "kube-state-metrics" })],
			{ name: "other", namespace: "vmetrics" },
		),
	),
	found(
		"an Ingress to a Service that the chart beside it does not create",
		"unknown-service",
		...withNeeds(registered("kube-state-metrics")),
		component([ingress({}, {}, { name: "metrics", port: { number: 80 } })], {
			name: "other",
			namespace: "vmetrics",
		}),
	),
	silent(
		"an Ingress to a Service that a chart creates",
		"it was recorded when the chart was rendered",
		...withNeeds(registered("kube-state-metrics")),
		component(
			[ingress({}, {}, { name: "kube-state-metrics", port: { number: 8080 } })],
			{ name: "other", namespace: "vmetrics" },
		),
	),
];

/** References to what nobody creates. */
const references: readonly Misuse[] = [
	raw(
		"addresses of a Service that does not exist",
		"unknown-service",
		object(
			"discovery.k8s.io/v1",
			"EndpointSlice",
			{ addressType: "IPv4", endpoints: [{ addresses: ["10.0.0.1"] }] },
			{ labels: { "kubernetes.io/service-name": "nothing" } },
		),
	),
	raw(
		"a mounted file that its ConfigMap does not have",
		"unknown-config-map",
		configMap({}),
		deployment(
			{ volumeMounts: [{ name: "v", mountPath: "/b", subPath: "b.yaml" }] },
			{ volumes: [{ name: "v", configMap: { name: "misused" } }] },
		),
	),
	raw(
		"the token of a solver that nobody declares",
		"undeclared-secret",
		object("cert-manager.io/v1", "Issuer", {
			spec: {
				acme: {
					server: "https://acme.example.org",
					privateKeySecretRef: { name: "key" },
					solvers: [
						{
							dns01: {
								cloudflare: {
									apiTokenSecretRef: { name: "nothing", key: "a" },
								},
							},
						},
					],
				},
			},
		}),
	),
	found("values from a Secret that nobody declares", "undeclared-secret", {
		...release({}),
		valuesFrom: [{ secretKeyRef: { name: "nothing", key: "a" } }],
	}),
	silent(
		"addresses outside the cluster",
		"the Service has no selector, and the slice names it",
		component([
			service({ selector: undefined, clusterIP: "None" }),
			object(
				"discovery.k8s.io/v1",
				"EndpointSlice",
				{
					addressType: "IPv4",
					endpoints: [{ addresses: ["10.0.0.1"] }],
					ports: [{ name: "http", port: 80 }],
				},
				{ labels: { "kubernetes.io/service-name": "misused" } },
			),
		]),
	),
	raw("an Ingress to no Service", "unknown-service", ingress()),
	raw(
		"an Ingress to a port that the Service does not have",
		"unknown-port",
		...served,
		ingress({}, {}, { name: "misused", port: { number: 8080 } }),
	),
	raw(
		"an Ingress with an unknown middleware",
		"unknown-middleware",
		...served,
		ingress({ [middlewares]: "default-login@kubernetescrd" }),
	),
	raw(
		"an Ingress with an unknown issuer",
		"unknown-issuer",
		...served,
		ingress({ "cert-manager.io/cluster-issuer": "letsencrypt" }),
	),
	raw(
		"an Ingress with an unknown class",
		"unknown-ingress-class",
		...served,
		ingress({}, { ingressClassName: "nginx" }),
	),
	raw(
		"two Ingresses for one host and path",
		"duplicate-route",
		...served,
		ingress(),
		ingress({}, {}, undefined, "other"),
	),
	raw(
		"a selector that fits no pods",
		"selector-without-pods",
		deployment(),
		service({ selector: { app: "website" } }),
	),
	raw(
		"a node selector that fits no node",
		"unknown-node",
		deployment(
			{},
			{ nodeSelector: { "node-role.kubernetes.io/storage": "true" } },
		),
	),
	raw(
		"the name of no node",
		"unknown-node",
		deployment({}, { nodeName: "nothing" }),
	),
	raw(
		"a scrape job for no pods",
		"selector-without-pods",
		deployment(),
		vm("VMPodScrape", {
			selector: { matchLabels: { app: "nobody" } },
			podMetricsEndpoints: [{ port: "http" }],
		}),
	),
	silent(
		"a node selector that fits only nodes of some hardware",
		"node-feature-discovery sets these labels at run time",
		component([
			deployment(
				{},
				{
					nodeSelector: { "feature.node.kubernetes.io/cpu-cpuid.AVX2": "true" },
				},
			),
		]),
	),
	raw(
		"a workload's selector that does not fit its pods",
		"unmatched-selector",
		deployment({}, {}, { selector: { matchLabels: { app: "other" } } }),
	),
	raw(
		"an unknown storage class",
		"unknown-storage-class",
		claim({ storageClassName: "fast" }),
	),
	raw(
		"an unknown service account",
		"unknown-service-account",
		deployment({}, { serviceAccountName: "nobody" }),
	),
	raw(
		"an unknown ConfigMap",
		"unknown-config-map",
		env({
			name: "A",
			valueFrom: { configMapKeyRef: { name: "nothing", key: "a" } },
		}),
	),
	raw(
		"an unknown claim",
		"unknown-claim",
		deployment(
			{},
			{
				volumes: [
					{ name: "data", persistentVolumeClaim: { claimName: "nothing" } },
				],
			},
		),
	),
	raw(
		"a mount of no volume",
		"unknown-volume",
		deployment({ volumeMounts: [{ name: "data", mountPath: "/data" }] }),
	),
	raw(
		"an undeclared Secret",
		"undeclared-secret",
		env({
			name: "A",
			valueFrom: { secretKeyRef: { name: "nothing", key: "a" } },
		}),
	),
	raw(
		"a cluster DNS name of no Service",
		"unknown-service",
		configMap({}, { url: "http://nothing.homepage.svc.cluster.local:80/" }),
	),
	found(
		"one cluster-wide custom resource in two bundles",
		"object-owned-twice",
		...["first", "second"].map((name) =>
			component(
				[
					object("cert-manager.io/v1", "ClusterIssuer", {
						spec: { selfSigned: {} },
					}),
				],
				{ name, namespace: name === "first" ? "default" : "homepage" },
			),
		),
	),
	found("a need that is not registered", "unregistered-need", {
		...component([configMap({})]),
		needs: [ghost],
	}),
	found("a need on itself", "need-cycle", needingItself()),
];

/** Secrets, and what Fleet reads. */
const others: readonly Misuse[] = [
	raw(
		"a login in a header",
		"secret-in-bundle",
		deployment({ args: ["--header=Authorization: Basic bWU6aHVudGVyMg=="] }),
	),
	raw(
		"a token of GitHub under another name",
		"secret-in-bundle",
		env({ name: "GH", value: `ghp_${"a1".repeat(18)}` }),
	),
	silent(
		"a script that reads a token",
		"only a variable follows the name",
		component([
			configMap({}, { "run.sh": 'curl -H "Authorization: Bearer $TOKEN" a\n' }),
		]),
	),
	raw("data of a Secret", "secret-in-bundle", {
		...object("v1", "Secret"),
		stringData: { password: "hunter2" },
	}),
	raw(
		"a password as a literal of a variable",
		"secret-in-bundle",
		env({ name: "DB_PASSWORD", value: "hunter2" }),
	),
	raw(
		"a password in a URL",
		"secret-in-bundle",
		env({ name: "DB", value: "postgres://me:hunter2@db:5432/x" }),
	),
	found(
		"a drift pointer without a leading slash",
		"invalid-drift-pointer",
		component([deployment()], {
			drift: [
				{
					...{ apiVersion: "apps/v1", kind: "Deployment", name: "misused" },
					...{ jsonPointers: ["spec/replicas"], reason: "tests" },
				},
			],
		}),
	),
	found("a null in values", "null-value", release({ affinity: null })),
	silent(
		"a Secret that cert-manager creates, mounted by a pod",
		"the Certificate in the same bundle leads to it",
		component([
			selfSigned,
			certificate({}),
			deployment(
				{},
				{ volumes: [{ name: "tls", secret: { secretName: "misused-tls" } }] },
			),
		]),
	),
	silent(
		"two objects whose files would get one name",
		"both are written, under two names",
		component([
			configMap({ name: "a.b" }),
			object(
				"rbac.authorization.k8s.io/v1",
				"ClusterRole",
				{ rules: [] },
				{
					name: "a:b",
				},
			),
			object(
				"rbac.authorization.k8s.io/v1",
				"ClusterRole",
				{ rules: [] },
				{
					name: "a-b",
				},
			),
		]),
	),
	silent(
		"dollars and braces in an object",
		"Fleet reads templates in the values of charts only",
		component([configMap({}, { a: `$${"{b}"} {{ c }}` })]),
	),
	silent(
		"strings that look like other types",
		"they are quoted wherever they are written",
		component([
			configMap(
				{},
				{ a: "1e3", b: "0777", c: "yes", d: "null", e: "~", f: "2026-08-01" },
			),
		]),
	),
	silent(
		"a NetworkPolicy for all pods",
		"an empty selector selects on purpose",
		component([
			object("networking.k8s.io/v1", "NetworkPolicy", {
				spec: { podSelector: {}, policyTypes: ["Ingress"] },
			}),
		]),
	),
];

/** Changes of what a cluster already runs. */
const changes: readonly Misuse[] = [
	changed(
		"another parameter of a storage class",
		"immutable-change",
		...twice((numberOfReplicas) => [
			object("storage.k8s.io/v1", "StorageClass", {
				provisioner: "driver.longhorn.io",
				parameters: { numberOfReplicas },
			}),
		]),
	),
	changed(
		"another selector of a Deployment",
		"immutable-change",
		...twice((app) => [
			deployment(
				{},
				{},
				{
					selector: { matchLabels: { app } },
					template: {
						metadata: { labels: { app } },
						spec: { containers: [{ name: "a", image: "example.org/a:1.0.0" }] },
					},
				},
			),
		]),
	),
	changed(
		"another role in a binding",
		"immutable-change",
		...twice((name) => [
			object("rbac.authorization.k8s.io/v1", "ClusterRoleBinding", {
				roleRef: {
					apiGroup: "rbac.authorization.k8s.io",
					kind: "ClusterRole",
					name: name === "2" ? "view" : "edit",
				},
				subjects: [
					{ kind: "ServiceAccount", name: "default", namespace: "homepage" },
				],
			}),
		]),
	),
	changed(
		"a claim that shrinks",
		"shrinking-volume",
		...twice((size) => [
			claim({ storageClassName: "local-path" }, size === "2" ? "20Gi" : "10Gi"),
		]),
	),
	changed(
		"a volume of a chart that shrinks",
		"shrinking-volume",
		registered("victoria-logs"),
		{
			...registered("victoria-logs"),
			values: () => ({ vlstorage: { persistentVolume: { size: "1Gi" } } }),
		},
	),
	changed(
		"a chart version that skips a minor one",
		"unsupported-upgrade",
		{
			...registered("longhorn"),
			chart: { ...charts.longhorn, version: "1.8.0" },
		},
		registered("longhorn"),
	),
];

/** One component twice, made with two values. */
function twice(
	objects: (value: string) => readonly Record<string, unknown>[],
): [Component, Component] {
	return [component(objects("2")), component(objects("3"))];
}

function needingItself(): Component {
	const needs: Component[] = [];
	const self = { ...component([configMap({})]), needs };
	needs.push(self);
	return self;
}

/** Every mistake that was tried on synth. */
export const misuses: readonly Misuse[] = [
	...names,
	...values,
	...releases,
	...references,
	...others,
	...changes,
	...routeMisuses,
	...monitoringMisuses,
	...workloadMisuses,
	...accessMisuses,
];
