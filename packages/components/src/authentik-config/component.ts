import { add } from "@lab/bundles";
import { type EnvVar, readyWith, unprivileged } from "@lab/kubernetes";
import { endpoints, images, place, secretEnv, secrets, urlOf } from "@lab/lab";
import type { Chart } from "cdk8s";
import { authentik } from "../authentik/component.ts";
import { authentikTokenSync } from "../authentik-token-sync/component.ts";
import { defineComponent } from "../component.ts";
import { outpost } from "./outpost.ts";

const { name, namespace, port, path } = outpost;
const metadata = { name, namespace };
/** The proxy keeps asking Authentik for its settings, and answers nothing before it has them: that takes the real token. */
const waitsFor = readyWith(
	{
		bundle: authentikTokenSync.name,
		kind: "Secret",
		name: secrets.authentikOutpostToken.name,
	},
	{ bundle: authentik.name, kind: "Deployment", name: "authentik-server" },
	{
		bundle: authentik.name,
		kind: "StatefulSet",
		name: "authentik-postgresql",
	},
);

/** Same as in vaclab-2, since the selector of a Deployment is immutable. */
const labels = { app: name };

/** Login proxy to which Traefik forwards authentication: Authentik's outpost, deployed separately. */
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
				"authentik-token-sync writes the token's hash here, so that pods restart when the token changes",
		},
	],
	objects(scope, env) {
		add(scope, "service", {
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
			// Sessions are stored in Authentik's database.
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
	env: readonly EnvVar[],
): void {
	const ping = { httpGet: { path: `${path}/ping`, port } };
	add(scope, "deployment", {
		apiVersion: "apps/v1",
		kind: "Deployment",
		metadata,
		spec: {
			replicas,
			selector: { matchLabels: labels },
			template: {
				metadata: { labels, annotations: waitsFor },
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
							securityContext: unprivileged,
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
