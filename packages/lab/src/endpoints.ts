import type { Environment } from "./environments.ts";
import type { LabNamespace } from "./namespaces.ts";

/** What Traefik lets through to an endpoint. */
export interface RateLimit {
	/** Requests per second, per address that connects to Traefik: the client's, or a node's if k3s's load balancer hides it. */
	readonly average: number;
	readonly burst: number;
	/** Requests that may run at the same time, of all clients together. */
	readonly atOnce: number;
}

/** Tile of an endpoint on Homepage. */
export interface Tile {
	readonly name: string;
	readonly description: string;
	readonly group:
		| "Cluster Management"
		| "Storage"
		| "Monitoring"
		| "Observability";
	readonly icon: string;
	/** Label selector of the pods whose state the tile shows. */
	readonly pods?: string;
}

export interface Endpoint {
	readonly name: string;
	/** Prefix of the domain; empty for the domain itself. */
	readonly subdomain: string;
	/** Component that exposes it, or `platform` if provisioning does. */
	readonly owner: string;
	readonly namespace: LabNamespace;
	readonly service: string;
	readonly port: number;
	/** Public path prefix; `/` for everything. */
	readonly path: string;
	/** Path of the start page, to which the root redirects. @default `path` */
	readonly start?: string;
	/**
	 * Authentication: by Authentik's proxy in front, by the program itself
	 * (`own`), by Rancher, by a bearer token, or none.
	 */
	readonly auth: "authentik" | "own" | "rancher" | "token" | "none";
	readonly rateLimit?: RateLimit;
	/** Protocol between Traefik and the service. @default http */
	readonly protocol?: "h2c";
	/** Reason for requiring no login. */
	readonly why?: string;
	readonly tile?: Tile;
}

export const endpoints = {
	homepage: {
		name: "homepage",
		subdomain: "",
		owner: "homepage",
		namespace: "homepage",
		service: "homepage",
		port: 3000,
		path: "/",
		auth: "authentik",
	},
	authentik: {
		name: "authentik",
		subdomain: "authentik",
		owner: "authentik",
		namespace: "authentik",
		service: "authentik-server",
		port: 80,
		path: "/",
		auth: "own",
	},
	rancher: {
		name: "rancher",
		subdomain: "rancher",
		owner: "platform",
		namespace: "cattle-system",
		service: "rancher",
		port: 80,
		path: "/",
		auth: "rancher",
		tile: {
			name: "Rancher",
			description: "Kubernetes Management Platform",
			group: "Cluster Management",
			icon: "rancher",
			pods: "app in (rancher)",
		},
	},
	longhorn: {
		name: "longhorn",
		subdomain: "longhorn",
		owner: "longhorn",
		namespace: "longhorn-system",
		service: "longhorn-frontend",
		port: 80,
		path: "/",
		auth: "authentik",
		tile: {
			name: "Longhorn",
			description: "Distributed Block Storage",
			group: "Storage",
			icon: "longhorn",
			pods: "app in (longhorn-ui)",
		},
	},
	grafana: {
		name: "grafana",
		subdomain: "grafana",
		owner: "victoria-metrics",
		namespace: "vmetrics",
		service: "vmks-grafana",
		port: 80,
		path: "/",
		auth: "own",
		tile: {
			name: "Grafana",
			description: "Metrics Visualization",
			group: "Monitoring",
			icon: "grafana",
			pods: "app.kubernetes.io/name in (grafana)",
		},
	},
	metrics: {
		name: "metrics",
		subdomain: "metrics",
		owner: "victoria-metrics",
		namespace: "vmetrics",
		service: "vmselect-vmks-victoria-metrics-k8s-stack",
		port: 8481,
		// Read-only: the API that deletes series is outside this path.
		path: "/select",
		start: "/select/0/vmui/",
		auth: "none",
		why: "analysis reads it from outside the cluster with no browser to log in with; as vaclab-2",
	},
	logs: {
		name: "logs",
		subdomain: "vlselect",
		owner: "victoria-logs",
		namespace: "victorialogs",
		service: "vlc-victoria-logs-cluster-vlselect",
		port: 9471,
		path: "/select",
		start: "/select/vmui/",
		auth: "none",
		why: "analysis reads it from outside the cluster with no browser to log in with; as vaclab-2",
		tile: {
			name: "VictoriaLogs",
			description: "Log Aggregation & Search",
			group: "Monitoring",
			icon: "victoriametrics",
			pods: "app in (vlselect)",
		},
	},
	publicLogs: {
		name: "public-logs",
		subdomain: "public.log",
		owner: "victoria-logs-external",
		namespace: "victorialogs-external",
		service: "vlc-external-victoria-logs-cluster-vlselect",
		port: 9471,
		// Read-only, without the store's settings, profiles and own metrics.
		path: "/select",
		start: "/select/vmui",
		auth: "none",
		rateLimit: { average: 100, burst: 200, atOnce: 50 },
		why: "data pushed by public nodes is public, so anyone may read it, at a limited rate",
	},
	publicOtlp: {
		name: "public-otlp",
		subdomain: "public.otlp",
		owner: "otlp-collector-external",
		namespace: "opentelemetry",
		service: "otel-external-opentelemetry-collector",
		port: 4317,
		path: "/",
		auth: "token",
		// With messages of at most 2 MB, this allows twice the pod's bandwidth limit.
		rateLimit: { average: 25, burst: 100, atOnce: 200 },
		protocol: "h2c",
	},
	hubble: {
		name: "hubble",
		subdomain: "hubble",
		owner: "hubble",
		namespace: "kube-system",
		service: "hubble-ui",
		port: 80,
		path: "/",
		auth: "authentik",
		tile: {
			name: "Hubble UI",
			description: "Network Observability",
			group: "Observability",
			icon: "cilium",
		},
	},
	policyReporter: {
		name: "policy-reporter",
		subdomain: "kyverno",
		owner: "policy-reporter",
		namespace: "policy-reporter",
		service: "policy-reporter-ui",
		port: 8080,
		path: "/",
		auth: "authentik",
		tile: {
			name: "Policy Reporter",
			description: "Unified Policy Observability",
			group: "Observability",
			icon: "kyverno",
		},
	},
} as const satisfies Record<string, Endpoint>;

export type EndpointName = keyof typeof endpoints;

/** A port that every node opens to its site, for programs outside the cluster. */
export interface NodePort {
	readonly name: string;
	readonly namespace: LabNamespace;
	readonly port: number;
	readonly nodePort: number;
}

export const nodePorts = {
	hubbleRelay: {
		name: "grpc",
		namespace: "kube-system",
		port: 4245,
		nodePort: 31245,
	},
	otlpGrpc: {
		name: "grpc",
		namespace: "opentelemetry",
		port: 4317,
		nodePort: 31317,
	},
	otlpHttp: {
		name: "http",
		namespace: "opentelemetry",
		port: 4318,
		nodePort: 31318,
	},
} as const satisfies Record<string, NodePort>;

/** Host of an endpoint: `grafana.lab.vac.dev`, or the domain itself if the subdomain is empty. */
export const hostOf = (
	endpoint: Pick<Endpoint, "subdomain">,
	env: Pick<Environment, "domain">,
): string =>
	endpoint.subdomain === ""
		? env.domain
		: `${endpoint.subdomain}.${env.domain}`;

/** URL of an endpoint's start page, or of its API if it has none. */
export function urlOf(
	endpoint: Pick<Endpoint, "subdomain" | "path" | "start">,
	env: Pick<Environment, "domain" | "web">,
): string {
	const { scheme, port } = env.web;
	const usual = scheme === "https" ? 443 : 80;
	const where = `${hostOf(endpoint, env)}${port === usual ? "" : `:${port}`}`;
	return `${scheme}://${where}${endpoint.start ?? (endpoint.path === "/" ? "" : endpoint.path)}`;
}
