import { App } from "cdk8s";
import { describe, expect, test } from "vitest";
import { add } from "../add.ts";
import { Bundle, type BundleProps } from "../bundle.ts";
import type { Platform } from "../platform.ts";
import { renderTree } from "../tree.ts";

type Fields = Readonly<Record<string, unknown>>;

const platform: Platform = {
	namespaces: ["default", "web"],
	crdGroups: ["cert-manager.io", "operator.victoriametrics.com", "traefik.io"],
	objects: [
		{
			apiVersion: "networking.k8s.io/v1",
			kind: "IngressClass",
			metadata: { name: "traefik" },
		},
		object("v1", "Secret", {}, { name: "declared", namespace: "web" }) as never,
	],
};

const codes = /^(unknown-(?!kind|field)|selector-without-pods|duplicate-route)/;

/** Findings about references if bundle `one` in namespace `web` has some objects; `rest` adds other bundles. */
function findingsOf(
	objects: readonly Fields[],
	props: Partial<BundleProps> = {},
	rest: (app: App) => void = () => {},
) {
	const app = new App();
	fill(app, "one", objects, props);
	rest(app);
	return renderTree(app, platform)
		.findings.filter(({ code }) => codes.test(code))
		.map(({ severity, code, what }) => `${severity} ${code}: ${what}`);
}

function fill(
	app: App,
	name: string,
	objects: readonly Fields[],
	props: Partial<BundleProps> = {},
): void {
	const bundle = new Bundle(app, name, {
		...{ namespace: "web", source: "test" },
		...props,
	});
	for (const [index, one] of objects.entries())
		add(bundle.objects, `object-${index}`, one as never);
}

function object(
	apiVersion: string,
	kind: string,
	fields: Fields = {},
	metadata: Fields = {},
): Fields {
	return {
		apiVersion,
		kind,
		metadata: { name: "one", ...metadata },
		...fields,
	};
}

const pod = (spec: Fields, container: Fields = {}, metadata: Fields = {}) =>
	object(
		"v1",
		"Pod",
		{
			spec: {
				containers: [{ name: "main", image: "a:1.0.0", ...container }],
				...spec,
			},
		},
		metadata,
	);
const volume = (source: Fields) => pod({ volumes: [{ name: "v", ...source }] });
const envFrom = (source: Fields) => pod({}, { envFrom: [source] });
const service = (spec: Fields = {}, name = "one") =>
	object(
		"v1",
		"Service",
		{ spec: { ports: [{ name: "http", port: 80 }], ...spec } },
		{ name },
	);
const configMap = (data: Fields = {}, metadata: Fields = {}) =>
	object("v1", "ConfigMap", { data }, metadata);
const route = (spec: Fields) =>
	object("traefik.io/v1alpha1", "IngressRoute", { spec });
const middleware = (spec: Fields = {}, metadata: Fields = {}) =>
	object("traefik.io/v1alpha1", "Middleware", { spec }, metadata);
const ingress = (metadata: Fields, spec: Fields = {}) =>
	object("networking.k8s.io/v1", "Ingress", { spec }, metadata);
const withMiddlewares = (value: string) =>
	ingress({
		annotations: { "traefik.ingress.kubernetes.io/router.middlewares": value },
	});
const withIssuer = (kind: string) =>
	ingress({ annotations: { [`cert-manager.io/${kind}`]: "letsencrypt" } });
const claim = (spec: Fields) =>
	object("v1", "PersistentVolumeClaim", {
		spec: {
			accessModes: ["ReadWriteOnce"],
			resources: { requests: { storage: "1Gi" } },
			...spec,
		},
	});
const binding = (kind: string, name: string, subject: Fields = {}) =>
	object("rbac.authorization.k8s.io/v1", "RoleBinding", {
		roleRef: { apiGroup: "rbac.authorization.k8s.io", kind, name },
		subjects: [{ kind: "ServiceAccount", name: "default", ...subject }],
	});
const text = (content: string) => configMap({ text: content });
const chart = (more: Fields = {}): Partial<BundleProps> => ({
	helm: {
		...{ repo: "https://example.org", chart: "x", version: "1.0.0" },
		...{ releaseName: "x", ...more },
	},
});

describe("what nobody creates is found", () => {
	test.each<[string, Fields, string]>([
		["a volume", volume({ configMap: { name: "x" } }), "unknown-config-map"],
		[
			"a projected volume",
			volume({ projected: { sources: [{ configMap: { name: "x" } }] } }),
			"unknown-config-map",
		],
		[
			"a claim",
			volume({ persistentVolumeClaim: { claimName: "x" } }),
			"unknown-claim",
		],
		["envFrom", envFrom({ configMapRef: { name: "x" } }), "unknown-config-map"],
		[
			"a pull secret",
			pod({ imagePullSecrets: [{ name: "x" }] }),
			"unknown-secret",
		],
		["an account", pod({ serviceAccountName: "x" }), "unknown-service-account"],
		["a priority", pod({ priorityClassName: "x" }), "unknown-object"],
		["a runtime", pod({ runtimeClassName: "x" }), "unknown-object"],
		["a class", claim({ storageClassName: "x" }), "unknown-storage-class"],
		[
			"the Service of a slice",
			object(
				"discovery.k8s.io/v1",
				"EndpointSlice",
				{ addressType: "IPv4", endpoints: [] },
				{ labels: { "kubernetes.io/service-name": "x" } },
			),
			"unknown-service",
		],
		["a volume's name", claim({ volumeName: "x" }), "unknown-claim"],
		[
			"an ingress class",
			ingress({}, { ingressClassName: "nginx" }),
			"unknown-ingress-class",
		],
		[
			"a middleware",
			withMiddlewares("web-x@kubernetescrd"),
			"unknown-middleware",
		],
		[
			"one of two middlewares",
			withMiddlewares("a@file, web-x@kubernetescrd"),
			"unknown-middleware",
		],
		["a cluster issuer", withIssuer("cluster-issuer"), "unknown-issuer"],
		["an issuer", withIssuer("issuer"), "unknown-issuer"],
		[
			"a certificate's issuer",
			object("cert-manager.io/v1", "Certificate", {
				spec: {
					secretName: "a",
					issuerRef: { name: "x", kind: "ClusterIssuer" },
				},
			}),
			"unknown-issuer",
		],
		[
			"a TLS secret",
			ingress({}, { tls: [{ secretName: "x" }] }),
			"unknown-secret",
		],
		[
			"a default backend",
			ingress(
				{},
				{ defaultBackend: { service: { name: "x", port: { number: 80 } } } },
			),
			"unknown-service",
		],
		["a role", binding("Role", "x"), "unknown-object"],
		["a cluster role", binding("ClusterRole", "x"), "unknown-object"],
		[
			"a subject",
			binding("ClusterRole", "view", { name: "x" }),
			"unknown-service-account",
		],
		[
			"a subject elsewhere",
			binding("ClusterRole", "view", { name: "x", namespace: "default" }),
			"unknown-service-account",
		],
		[
			"a route's service",
			route({
				routes: [{ match: "Host(`a`)", services: [{ name: "x", port: 80 }] }],
			}),
			"unknown-service",
		],
		[
			"a route's middleware",
			route({ routes: [{ match: "Host(`a`)", middlewares: [{ name: "x" }] }] }),
			"unknown-middleware",
		],
		[
			"a chain",
			middleware({ chain: { middlewares: [{ name: "x" }] } }),
			"unknown-middleware",
		],
		[
			"users of a login",
			middleware({ basicAuth: { secret: "x" } }),
			"unknown-secret",
		],
		[
			"a login's address",
			middleware({
				forwardAuth: { address: "http://x.web.svc.cluster.local:9000/auth" },
			}),
			"unknown-service",
		],
		[
			"a webhook",
			object(
				"admissionregistration.k8s.io/v1",
				"ValidatingWebhookConfiguration",
				{
					webhooks: [
						{
							name: "a.b.c",
							clientConfig: { service: { name: "x", namespace: "web" } },
						},
					],
				},
			),
			"unknown-service",
		],
		[
			"an API's service",
			object("apiregistration.k8s.io/v1", "APIService", {
				spec: { service: { name: "x", namespace: "web" } },
			}),
			"unknown-service",
		],
		[
			"a scaled workload",
			object("autoscaling/v2", "HorizontalPodAutoscaler", {
				spec: {
					scaleTargetRef: {
						apiVersion: "apps/v1",
						kind: "Deployment",
						name: "x",
					},
				},
			}),
			"unknown-object",
		],
		["a URL", text("url: http://x.web:80/path"), "unknown-service"],
		[
			"a URL with a password",
			text("https://me:secret@x.web/"),
			"unknown-service",
		],
		["a DNS name", text("--peer=x.web.svc:5000"), "unknown-service"],
		[
			"a pod's DNS name",
			text("pod-0.x.web.svc.cluster.local"),
			"unknown-service",
		],
		[
			"a Service of no namespace",
			text("http://one.nowhere.svc"),
			"unknown-service",
		],
	])("%s", (_what, value, code) => {
		expect(findingsOf([value])).toEqual([
			expect.stringMatching(new RegExp(`^error ${code}: `)),
		]);
	});

	test("a port that the Service does not have", () => {
		for (const [port, used] of [
			[{ number: 81 }, "81"],
			[{ name: "web" }, "web"],
		] as const) {
			const backend = { service: { name: "one", port } };
			expect(
				findingsOf([service(), ingress({}, { defaultBackend: backend })]),
			).toEqual([
				`error unknown-port: Ingress one names port ${used} of Service one, which does not have it`,
			]);
		}
	});

	test("a container port that no pod has", () => {
		expect(
			findingsOf([
				service({
					selector: { app: "a" },
					ports: [{ port: 80, targetPort: "web" }],
				}),
				pod(
					{},
					{ ports: [{ name: "http", containerPort: 80 }] },
					{ labels: { app: "a" } },
				),
			]),
		).toEqual([
			expect.stringContaining("unknown-port: Service one leads to port web"),
		]);
	});

	test("a key that a ConfigMap does not have", () => {
		const env = {
			name: "A",
			valueFrom: { configMapKeyRef: { name: "one", key: "b" } },
		};
		expect(findingsOf([configMap({ a: "" }), pod({}, { env: [env] })])).toEqual(
			[expect.stringContaining("names key b of ConfigMap one")],
		);
	});

	test("a mounted file that a ConfigMap does not have", () => {
		const mounted = (subPath: string, source: Fields = {}) =>
			pod({
				volumes: [{ name: "v", configMap: { name: "one", ...source } }],
				containers: [
					{
						...{ name: "main", image: "a:1.0.0" },
						volumeMounts: [{ name: "v", mountPath: "/a", subPath }],
					},
				],
			});
		const files = text("a text");
		const [key = ""] = Object.keys(files.data as Fields);
		expect(findingsOf([files, mounted("other.yaml")])).toEqual([
			expect.stringMatching(
				/unknown-config-map: .*key other.yaml of ConfigMap one/,
			),
		]);
		for (const valid of [
			mounted(key),
			mounted("b", { items: [{ key, path: "b" }] }),
			mounted("other.yaml", { optional: true }),
		])
			expect(findingsOf([files, valid])).toEqual([]);
	});

	test("an object of a bundle that is parked", () => {
		const parked = (app: App) =>
			fill(app, "two", [service({}, "two")], { parkedUntil: { a: "b" } });
		expect(findingsOf([text("http://two.web:80")], {}, parked)).toHaveLength(1);
	});

	test.each<[string, Fields, string]>([
		[
			"an account that the chart shall not create",
			{ serviceAccount: { create: false, name: "x" } },
			"unknown-service-account",
		],
		[
			"an ingress class",
			{ server: { ingress: { className: "nginx" } } },
			"unknown-ingress-class",
		],
		[
			"a list of ConfigMaps",
			{ blueprints: { configMaps: ["x"] } },
			"unknown-config-map",
		],
		[
			"an existing claim",
			{ persistence: { existingClaim: "x" } },
			"unknown-claim",
		],
		[
			"an issuer",
			{ ingress: { annotations: { "cert-manager.io/cluster-issuer": "x" } } },
			"unknown-issuer",
		],
		[
			"a URL",
			{ remoteWrite: [{ url: "http://x.web:80/write" }] },
			"unknown-service",
		],
	])("%s in the values of a chart", (_what, values, code) => {
		const known = { values, creates: { objects: [], exact: true } };
		expect(findingsOf([], chart(known))).toEqual([
			expect.stringMatching(new RegExp(`^error ${code}: values of one name `)),
		]);
	});

	test("values of a chart", () => {
		const values = {
			storageClassName: "fast",
			volumes: [{ name: "a", configMap: { name: "x" } }],
		};
		const known = { values, creates: { objects: [], exact: true } };
		expect(findingsOf([], chart(known))).toEqual([
			"error unknown-config-map: values of one name ConfigMap web/x, which nothing creates",
			"error unknown-storage-class: values of one name StorageClass fast, which nothing creates",
		]);
	});
});

describe("what somebody creates passes", () => {
	test.each<[string, readonly Fields[]]>([
		["an object of the bundle", [service(), text("http://one.web:80")]],
		[
			"a port by name",
			[
				service(),
				ingress(
					{},
					{
						defaultBackend: {
							service: { name: "one", port: { name: "http" } },
						},
					},
				),
			],
		],
		[
			"a port of a pod behind a headless Service",
			[service({ clusterIP: "None" }), text("http://one.web:9000")],
		],
		[
			"a host outside",
			[
				text(
					"https://example.org/a https://a.b.svc.example.org http://x.nowhere",
				),
			],
		],
		[
			"a template",
			[
				text(
					`http://$(NAME).web:80 $${"{x}"}.web.svc {{ .y }}.web.svc http://{{x}}.web.svc`,
				),
			],
		],
		[
			"an optional ConfigMap",
			[envFrom({ configMapRef: { name: "x", optional: true } })],
		],
		[
			"an optional volume",
			[volume({ configMap: { name: "x", optional: true } })],
		],
		[
			"Kubernetes' own",
			[
				volume({ configMap: { name: "kube-root-ca.crt" } }),
				binding("ClusterRole", "view"),
				pod({ priorityClassName: "system-node-critical" }, {}, { name: "two" }),
			],
		],
		["the API server", [text("https://kubernetes.default.svc:443")]],
		["roles of the system", [binding("ClusterRole", "system:auth-delegator")]],
		["no class, on purpose", [claim({ storageClassName: "" })]],
		["a declared Secret", [pod({ imagePullSecrets: [{ name: "declared" }] })]],
		["a middleware from a file", [withMiddlewares("auth@file")]],
		[
			"a middleware of another namespace",
			[
				middleware({}, { namespace: "default", name: "a-b" }),
				withMiddlewares("default-a-b@kubernetescrd"),
			],
		],
		[
			"a Secret that cert-manager creates for an Ingress",
			[
				object(
					"cert-manager.io/v1",
					"Issuer",
					{ spec: { selfSigned: {} } },
					{ name: "letsencrypt" },
				),
				{ ...withIssuer("issuer"), spec: { tls: [{ secretName: "one-tls" }] } },
			],
		],
		[
			"the Secret of a Certificate",
			[
				object("cert-manager.io/v1", "Issuer", { spec: { selfSigned: {} } }),
				object("cert-manager.io/v1", "Certificate", {
					spec: { secretName: "tls", issuerRef: { name: "one" } },
				}),
				ingress({}, { tls: [{ secretName: "tls" }] }),
			],
		],
		[
			"an issuer of another controller",
			[
				object("cert-manager.io/v1", "Certificate", {
					spec: {
						secretName: "tls",
						issuerRef: { name: "x", group: "example.org" },
					},
				}),
			],
		],
		[
			"a Service that VictoriaMetrics' operator creates",
			[
				object(
					"operator.victoriametrics.com/v1beta1",
					"VMCluster",
					{ spec: {} },
					{ name: "vm" },
				),
				text("http://vmselect-vm.web:8481/select/0"),
			],
		],
		[
			"pods that VictoriaMetrics' operator creates",
			[
				object(
					"operator.victoriametrics.com/v1beta1",
					"VMSingle",
					{ spec: {} },
					{ name: "vm" },
				),
				service({
					selector: { "app.kubernetes.io/name": "vmsingle", extra: "label" },
				}),
			],
		],
		[
			"a claim of a StatefulSet",
			[
				object("apps/v1", "StatefulSet", {
					spec: {
						serviceName: "one",
						replicas: 2,
						selector: { matchLabels: { app: "a" } },
						template: {
							metadata: { labels: { app: "a" } },
							spec: { containers: [{ name: "m", image: "a:1.0.0" }] },
						},
						volumeClaimTemplates: [{ metadata: { name: "data" } }],
					},
				}),
				service(),
				pod({
					volumes: [
						{ name: "v", persistentVolumeClaim: { claimName: "data-one-1" } },
					],
				}),
			],
		],
		[
			"a pod of a StatefulSet",
			[
				object("apps/v1", "StatefulSet", {
					spec: {
						serviceName: "one",
						selector: { matchLabels: { app: "a" } },
						template: {
							metadata: { labels: { app: "a" } },
							spec: { containers: [{ name: "m", image: "a:1.0.0" }] },
						},
					},
				}),
				service({
					selector: { "statefulset.kubernetes.io/pod-name": "one-0" },
				}),
			],
		],
		[
			"a Service without a selector",
			[
				service(),
				object("v1", "Endpoints", { subsets: [] }),
				object(
					"discovery.k8s.io/v1",
					"EndpointSlice",
					{ addressType: "IPv4", endpoints: [] },
					{ name: "one-1", labels: { "kubernetes.io/service-name": "one" } },
				),
			],
		],
		[
			"a selector by expressions",
			[
				pod({}, {}, { labels: { app: "a" } }),
				object("policy/v1", "PodDisruptionBudget", {
					spec: {
						selector: {
							matchExpressions: [
								{ key: "app", operator: "In", values: ["a", "b"] },
							],
						},
					},
				}),
			],
		],
		[
			"a CRD's description",
			[
				object("apiextensions.k8s.io/v1", "CustomResourceDefinition", {
					spec: { description: "see http://x.web.svc" },
				}),
			],
		],
	])("%s", (_what, objects) => {
		expect(findingsOf(objects)).toEqual([]);
	});

	test("an object of another bundle, which need not be deployed before", () => {
		const other = (app: App) => fill(app, "two", [service({}, "two")]);
		expect(findingsOf([text("http://two.web:80")], {}, other)).toEqual([]);
	});

	test("its own objects, to a parked bundle", () => {
		expect(
			findingsOf([service(), text("http://one.web:80")], {
				parkedUntil: { a: "b" },
			}),
		).toEqual([]);
	});

	test.each<[string, Fields]>([
		[
			"an account that the chart creates",
			{ serviceAccount: { create: true, name: "x" } },
		],
		["a class of something else", { monitor: { className: "x" } }],
		["no class", { ingress: { className: "" } }],
		[
			"ConfigMaps that the chart creates",
			{ configMaps: { x: { data: {} } }, configMap: { name: "x" } },
		],
	])("%s, in the values of a chart", (_what, values) => {
		const known = { values, creates: { objects: [], exact: true } };
		expect(findingsOf([], chart(known))).toEqual([]);
	});

	test("a further Service of VictoriaMetrics' operator", () => {
		expect(
			findingsOf([
				object("operator.victoriametrics.com/v1beta1", "VMSingle", {
					spec: { serviceSpec: { metadata: { name: "metrics" }, spec: {} } },
				}),
				text("http://metrics.web:8428"),
			]),
		).toEqual([]);
	});

	test("an object that a chart was seen to create", () => {
		const creates = { objects: [service() as never], exact: true };
		expect(findingsOf([text("http://one.web:80")], chart({ creates }))).toEqual(
			[],
		);
	});

	test("anything, while the rest of the cluster is unknown", () => {
		const app = new App();
		fill(app, "one", [text("http://x.web:80")]);
		const { namespaces, crdGroups } = platform;
		expect(renderTree(app, { namespaces, crdGroups }).findings).toEqual([]);
	});
});

describe("what a chart may create is a warning", () => {
	test("if nothing was recorded", () => {
		expect(findingsOf([text("http://x.web:80")], chart())).toEqual([
			"warning unknown-service: ConfigMap one names Service web/x, which nothing known creates",
		]);
	});

	test("if other values were recorded", () => {
		const creates = { objects: [], exact: false };
		expect(findingsOf([text("http://x.web:80")], chart({ creates }))).toEqual([
			expect.stringMatching(/^warning unknown-service/),
		]);
		expect(
			findingsOf([text("http://x.default:80")], chart({ creates })),
		).toEqual([expect.stringMatching(/^error unknown-service/)]);
	});

	test("and what an unknown controller may create passes", () => {
		expect(
			findingsOf([
				object("example.org/v1", "Database"),
				text("http://one-primary.web:5432"),
			]),
		).toEqual([]);
	});
});

describe("routes", () => {
	const routeTo = (
		name: string,
		host: string,
		path: string,
		more: Fields = {},
		type = "Prefix",
	) =>
		ingress(
			{ name, ...more },
			{ rules: [{ host, http: { paths: [{ path, pathType: type }] } }] },
		);
	const written = (match: string) => route({ routes: [{ match }] });
	const points = (names: string) => ({
		annotations: { "traefik.ingress.kubernetes.io/router.entrypoints": names },
	});

	test.each<[string, Fields, Fields]>([
		["twice", routeTo("a", "x.org", "/"), routeTo("b", "x.org", "/")],
		[
			"with a slash at the end",
			routeTo("a", "x.org", "/a"),
			routeTo("b", "x.org", "/a/"),
		],
		["in another case", routeTo("a", "x.org", "/"), routeTo("b", "X.org", "/")],
		[
			"on one of two entry points",
			routeTo("a", "x.org", "/", points("web,websecure")),
			routeTo("b", "x.org", "/", points("web")),
		],
		[
			"as a route of Traefik",
			routeTo("a", "x.org", "/a"),
			written("Host(`x.org`) && PathPrefix(`/a`)"),
		],
		["for every host", routeTo("a", "", "/"), routeTo("b", "", "/")],
	])("%s is found", (_what, one, two) => {
		expect(findingsOf([one, two])).toEqual([
			expect.stringMatching(
				/^error duplicate-route: .* is in both Ingress a of web and /,
			),
		]);
	});

	test.each<[string, Fields, Fields]>([
		["another path", routeTo("a", "x.org", "/a"), routeTo("b", "x.org", "/b")],
		["another host", routeTo("a", "x.org", "/"), routeTo("b", "y.org", "/")],
		[
			"exactly one path besides",
			routeTo("a", "x.org", "/a"),
			routeTo("b", "x.org", "/a", {}, "Exact"),
		],
		[
			"other entry points",
			routeTo("a", "x.org", "/", points("web")),
			routeTo("b", "x.org", "/", points("websecure")),
		],
		[
			"another priority",
			routeTo("a", "x.org", "/"),
			routeTo("b", "x.org", "/", {
				annotations: { "traefik.ingress.kubernetes.io/router.priority": "9" },
			}),
		],
		[
			"another rule",
			routeTo("a", "x.org", "/"),
			written("Host(`x.org`) && Header(`a`, `b`)"),
		],
	])("%s passes", (_what, one, two) => {
		expect(findingsOf([one, two])).toEqual([]);
	});
});
