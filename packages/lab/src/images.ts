import { charts } from "./charts.ts";
import { platformParts } from "./platform.ts";

/** Version of Kubernetes in k3s: `v1.35.5` for `v1.35.5+k3s1`. */
const kubernetesVersion = platformParts.k3s.version.split("+")[0];

/**
 * Images in the objects that we write ourselves; charts choose their own. They
 * have exact tags instead of digests, because the build cannot reach these
 * registries, and an unverified digest would be worse than a tag.
 */
export const images = {
	/** Login proxy. Its version must equal the server's, so it is derived from the chart. */
	authentikProxy: `ghcr.io/goauthentik/proxy:${charts.authentik.appVersion}`,
	/** Serves the Git repository from which the replica is rolled out. */
	git: "docker.io/alpine/git:2.49.1",
	homepage: "ghcr.io/gethomepage/homepage:v1.8.0",
	/** Contains no shell, so pass arguments. Has the same minor version as the API server. */
	kubectl: `registry.k8s.io/kubectl:${kubernetesVersion}`,
	/** Used for psql. Has the same major version as the server in Authentik's chart. */
	postgres: "docker.io/library/postgres:17.7-bookworm",
	/** The chart has no default image. `contrib` includes bearer tokens and Kubernetes attributes. */
	otelCollector: `otel/opentelemetry-collector-contrib:${charts.openTelemetryCollector.appVersion}`,
} as const satisfies Record<string, string>;

/** Splits an image into repository and tag, for charts that take them separately. */
export function splitImage(image: string): {
	readonly repository: string;
	readonly tag: string;
} {
	const at = image.lastIndexOf(":");
	return { repository: image.slice(0, at), tag: image.slice(at + 1) };
}

/** Plug-ins that Grafana downloads when it starts, as `name@version`. */
export const grafanaPlugins = [
	"victoriametrics-metrics-datasource@0.24.0",
	"victoriametrics-logs-datasource@0.26.3",
] as const;
