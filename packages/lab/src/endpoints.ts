import type { Environment } from "./environments.ts";

/** A Traefik rate limit, per client address. */
export interface RateLimit {
	/** Requests per second. */
	readonly average: number;
	readonly burst: number;
}

/** What Homepage shows of an endpoint. */
export interface Tile {
	readonly name: string;
	readonly description: string;
	readonly group:
		| "Cluster Management"
		| "Storage"
		| "Monitoring"
		| "Observability";
	readonly icon: string;
	/** Pods whose state the tile shows. */
	readonly pods?: string;
}

export interface Endpoint {
	readonly name: string;
	/** Before the domain; empty is the domain itself. */
	readonly subdomain: string;
	/** The component that exposes it, or `platform` where provisioning does. */
	readonly owner: string;
	readonly namespace: string;
	readonly service: string;
	readonly port: number;
	/** Path below which it is public; `/` is all of it. */
	readonly path: string;
	/** Where a person starts, when not at `path`. */
	readonly start?: string;
	/**
	 * Who asks for a login: Authentik's proxy in front, the program itself
	 * (`own`), Rancher, a bearer token, or nobody.
	 */
	readonly auth: "authentik" | "own" | "rancher" | "token" | "none";
	readonly rateLimit?: RateLimit;
	/** How Traefik speaks to the service; http unless said. */
	readonly protocol?: "h2c";
	/** Served without TLS too. */
	readonly plain?: boolean;
	/** Why it needs no login. */
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
		// Below it nothing can be changed; series are deleted beside it.
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
		path: "/",
		start: "/select/vmui",
		auth: "none",
		rateLimit: { average: 100, burst: 200 },
		why: "what public nodes push is public, so anybody may read it, at a limited rate",
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
		// With messages of at most 2 MB this admits twice what the pod's bandwidth limit lets in.
		rateLimit: { average: 25, burst: 100 },
		protocol: "h2c",
		plain: true,
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

/** A port that every node opens to its site, for programs that run beside the cluster. */
export interface NodePort {
	readonly name: string;
	readonly namespace: string;
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

/** `grafana.lab.vac.dev`, or the domain itself for an empty subdomain. */
export const hostOf = (
	endpoint: Pick<Endpoint, "subdomain">,
	env: Pick<Environment, "domain">,
): string =>
	endpoint.subdomain === ""
		? env.domain
		: `${endpoint.subdomain}.${env.domain}`;

/** What a person types or a program calls. */
export function urlOf(
	endpoint: Pick<Endpoint, "subdomain" | "path" | "start">,
	env: Pick<Environment, "domain" | "web">,
): string {
	const { scheme, port } = env.web;
	const usual = scheme === "https" ? 443 : 80;
	const where = `${hostOf(endpoint, env)}${port === usual ? "" : `:${port}`}`;
	return `${scheme}://${where}${endpoint.start ?? (endpoint.path === "/" ? "" : endpoint.path)}`;
}
