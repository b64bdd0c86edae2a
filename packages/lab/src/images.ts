import { charts } from "./charts.ts";
import { platformParts } from "./platform.ts";

/** `v1.35.5+k3s1` is Kubernetes `v1.35.5`. */
const kubernetesVersion = platformParts.k3s.version.split("+")[0];

/**
 * Images of the objects that we write ourselves; those of charts are the
 * charts' own. Exact tags: the digests are of registries that a build here
 * cannot ask, and a digest that nobody has seen is worse than a tag.
 */
export const images = {
	/** Login proxy. Must equal the server's version, so it is derived from the chart's. */
	authentikProxy: `ghcr.io/goauthentik/proxy:${charts.authentik.appVersion}`,
	/** Serves the replica's repository where it is rolled out from one. */
	git: "docker.io/alpine/git:2.49.1",
	homepage: "ghcr.io/gethomepage/homepage:v1.8.0",
	/** Has no shell: give it arguments. Same minor as the API server that it talks to. */
	kubectl: `registry.k8s.io/kubectl:${kubernetesVersion}`,
	/** For psql; the major of the server that Authentik's chart runs. */
	postgres: "docker.io/library/postgres:17.7-bookworm",
	/** The chart has no default image; `contrib` for bearer tokens and Kubernetes attributes. */
	otelCollector: `otel/opentelemetry-collector-contrib:${charts.openTelemetryCollector.appVersion}`,
} as const satisfies Record<string, string>;

/** An image's name and tag apart, for charts that take them so. */
export function splitImage(image: string): {
	readonly repository: string;
	readonly tag: string;
} {
	const at = image.lastIndexOf(":");
	return { repository: image.slice(0, at), tag: image.slice(at + 1) };
}

/** Grafana fetches its plug-ins when it starts: exact versions, as `name@version`. */
export const grafanaPlugins = [
	"victoriametrics-metrics-datasource@0.24.0",
	"victoriametrics-logs-datasource@0.26.3",
] as const;
