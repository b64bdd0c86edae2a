import { endpoints, images, place, secretEnv, secrets, urlOf } from "@lab/lab";
import { ApiObject, type Chart } from "cdk8s";
import { authentik } from "../authentik/component.ts";
import { defineComponent } from "../component.ts";
import { outpost } from "./outpost.ts";

const { name, namespace, port, path } = outpost;
const metadata = { name, namespace };
/** A Deployment cannot change its selector: vaclab-2's. */
const labels = { app: name };

/** The login proxy that Traefik asks: Authentik's outpost, on its own. */
export const authentikConfig = defineComponent({
	name: "authentik-config",
	purpose: "login proxy in front of endpoints",
	namespace,
	needs: [authentik],
	adopt: true,
	drift: [
		{
			apiVersion: "apps/v1",
			kind: "Deployment",
			name,
			namespace,
			jsonPointers: ["/spec/template/metadata/annotations"],
			reason:
				"authentik-token-sync writes the token's hash there, so that pods restart with a new token",
		},
	],
	objects(scope, env) {
		new ApiObject(scope, "service", {
			apiVersion: "v1",
			kind: "Service",
			metadata,
			spec: { selector: labels, ports: [{ name: "http", port }] },
		});
		const host = urlOf(endpoints.authentik, env);
		addDeployment(scope, env.replicas.authentikOutpost, [
			{ name: "AUTHENTIK_HOST", value: host },
			{ name: "AUTHENTIK_HOST_BROWSER", value: host },
			secretEnv("AUTHENTIK_TOKEN", secrets.authentikOutpostToken, "token"),
			// Sessions are kept in Authentik's own database.
			{ name: "AUTHENTIK_POSTGRESQL__HOST", value: "authentik-postgresql" },
			{ name: "AUTHENTIK_POSTGRESQL__NAME", value: "authentik" },
			{ name: "AUTHENTIK_POSTGRESQL__USER", value: "authentik" },
			secretEnv(
				"AUTHENTIK_POSTGRESQL__PASSWORD",
				secrets.authentikPostgresql,
				"password",
			),
		]);
	},
});

function addDeployment(
	scope: Chart,
	replicas: number,
	env: readonly unknown[],
): void {
	const ping = { httpGet: { path: `${path}/ping`, port } };
	new ApiObject(scope, "deployment", {
		apiVersion: "apps/v1",
		kind: "Deployment",
		metadata,
		spec: {
			replicas,
			selector: { matchLabels: labels },
			template: {
				metadata: { labels },
				spec: {
					...place("workers"),
					containers: [
						{
							name: "outpost",
							image: images.authentikProxy,
							env,
							ports: [{ name: "http", containerPort: port }],
							readinessProbe: { ...ping, initialDelaySeconds: 5 },
							livenessProbe: {
								...ping,
								initialDelaySeconds: 15,
								periodSeconds: 20,
							},
							resources: {
								requests: { cpu: "50m", memory: "64Mi" },
								limits: { cpu: "500m", memory: "256Mi" },
							},
							volumeMounts: [{ name: "sessions", mountPath: "/dev/shm" }],
						},
					],
					volumes: [
						{
							name: "sessions",
							emptyDir: { medium: "Memory", sizeLimit: "64Mi" },
						},
					],
				},
			},
		},
	});
}
