import { add as addTo } from "@lab/bundles";
import { type Component, defineComponent } from "@lab/components";
import { charts } from "@lab/lab";

type Fields = Readonly<Record<string, unknown>>;

/** A component for tests, which renders the given objects. */
export const component = (
	objects: readonly Fields[],
	rest: Partial<Component> = {},
): Component =>
	defineComponent({
		name: "misused",
		purpose: "tests",
		namespace: "homepage",
		objects: (scope) => {
			for (const [index, object] of objects.entries())
				addTo(scope, `object-${index}`, object as never);
		},
		...rest,
	});

/** A component for tests, which installs a chart. */
export const release = (
	values: Fields,
	chart: Component["chart"] = charts.kubeStateMetrics,
): Component =>
	defineComponent({
		name: "misused",
		purpose: "tests",
		namespace: "vmetrics",
		...(chart && { chart }),
		values: () => values,
	});

/** An object, by default named after the component. */
export const object = (
	apiVersion: string,
	kind: string,
	fields: Fields = {},
	metadata: Fields = {},
): Fields => ({
	apiVersion,
	kind,
	metadata: { name: "misused", ...metadata },
	...fields,
});

export const configMap = (metadata: Fields, data: Fields = { a: "b" }) =>
	object("v1", "ConfigMap", { data }, metadata);

export const pod = (container: Fields = {}, spec: Fields = {}) => ({
	containers: [{ name: "main", image: "example.org/main:1.0.0", ...container }],
	...spec,
});

export const deployment = (
	container: Fields = {},
	podSpec: Fields = {},
	spec: Fields = {},
): Fields =>
	object("apps/v1", "Deployment", {
		spec: {
			selector: { matchLabels: { app: "misused" } },
			template: {
				metadata: { labels: { app: "misused" } },
				spec: pod(container, podSpec),
			},
			...spec,
		},
	});

export const service = (spec: Fields = {}, metadata: Fields = {}): Fields =>
	object(
		"v1",
		"Service",
		{
			spec: {
				selector: { app: "misused" },
				ports: [{ name: "http", port: 80 }],
				...spec,
			},
		},
		metadata,
	);

/** An Ingress to a Service of the lab, or to another one. */
export const ingress = (
	annotations: Fields = {},
	spec: Fields = {},
	backend: Fields = { name: "misused", port: { number: 80 } },
	name = "misused",
): Fields =>
	object(
		"networking.k8s.io/v1",
		"Ingress",
		{
			spec: {
				ingressClassName: "traefik",
				rules: [
					{
						host: "misused.example.org",
						http: {
							paths: [
								{
									path: "/",
									pathType: "Prefix",
									backend: { service: backend },
								},
							],
						},
					},
				],
				...spec,
			},
		},
		{ name, annotations },
	);

export const claim = (spec: Fields = {}, storage: unknown = "1Gi"): Fields =>
	object("v1", "PersistentVolumeClaim", {
		spec: {
			accessModes: ["ReadWriteOnce"],
			resources: { requests: { storage } },
			...spec,
		},
	});

export const cronJob = (schedule: string): Fields =>
	object("batch/v1", "CronJob", {
		spec: {
			schedule,
			jobTemplate: {
				spec: { template: { spec: pod({}, { restartPolicy: "Never" }) } },
			},
		},
	});

/** A Deployment with its Service, which are both valid. */
export const served = [deployment(), service()];

/** An object of VictoriaMetrics' operator. */
export const vm = (kind: string, spec: Fields): Fields =>
	object("operator.victoriametrics.com/v1beta1", kind, { spec });

/** Rules of vmalert: one, in one group. */
export const rule = (
	expr: string,
	rest: Fields = { alert: "Misused" },
): Fields =>
	vm("VMRule", { groups: [{ name: "misused", rules: [{ expr, ...rest }] }] });

export const selfSigned = object("cert-manager.io/v1", "Issuer", {
	spec: { selfSigned: {} },
});

/** A certificate from `selfSigned`. */
export const certificate = (spec: Fields = {}, name = "misused"): Fields =>
	object(
		"cert-manager.io/v1",
		"Certificate",
		{
			spec: {
				secretName: "misused-tls",
				issuerRef: { name: "misused" },
				dnsNames: ["misused.example.org"],
				...spec,
			},
		},
		{ name },
	);
