import {
	charts,
	type Environment,
	endpoints,
	place,
	secretEnv,
	secrets,
	storageClasses,
} from "@lab/lab";
import { variablesOf } from "../authentik-blueprints/blueprint.ts";
import { blueprintsOf } from "../authentik-blueprints/blueprints.ts";
import {
	authentikBlueprints,
	blueprintsConfigMap,
} from "../authentik-blueprints/component.ts";
import { defineComponent } from "../component.ts";
import { expose } from "../exposure.ts";
import { storage } from "../storage/component.ts";
import { traefikMiddlewares } from "../traefik-middlewares/component.ts";

/** Environment variables of Authentik's server and worker, all from declared Secrets. */
function environment(env: Environment) {
	const {
		authentikBootstrap,
		authentikPostgresql,
		googleOauth,
		keycloakOauth,
		grafanaOidcProvider,
		rancherOidcProvider,
	} = secrets;
	const blueprints = variablesOf(Object.values(blueprintsOf(env)));
	return [
		secretEnv("AUTHENTIK_SECRET_KEY", authentikBootstrap, "secret_key"),
		secretEnv(
			"AUTHENTIK_BOOTSTRAP_PASSWORD",
			authentikBootstrap,
			"bootstrap_password",
		),
		secretEnv(
			"AUTHENTIK_BOOTSTRAP_EMAIL",
			authentikBootstrap,
			"bootstrap_email",
		),
		secretEnv(
			"AUTHENTIK_POSTGRESQL__PASSWORD",
			authentikPostgresql,
			"password",
		),
		...[
			secretEnv("GOOGLE_CLIENT_ID", googleOauth, "client_id"),
			secretEnv("GOOGLE_CLIENT_SECRET", googleOauth, "client_secret"),
			secretEnv("KEYCLOAK_CLIENT_ID", keycloakOauth, "client_id"),
			secretEnv("KEYCLOAK_CLIENT_SECRET", keycloakOauth, "client_secret"),
			secretEnv("GRAFANA_OIDC_CLIENT_ID", grafanaOidcProvider, "client_id"),
			secretEnv(
				"GRAFANA_OIDC_CLIENT_SECRET",
				grafanaOidcProvider,
				"client_secret",
			),
			secretEnv("RANCHER_OIDC_CLIENT_ID", rancherOidcProvider, "client_id"),
			secretEnv(
				"RANCHER_OIDC_CLIENT_SECRET",
				rancherOidcProvider,
				"client_secret",
			),
		].filter(({ name }) => blueprints.includes(name)),
	];
}

const reserve = (
	env: Environment,
	requests: { cpu: string; memory: string },
	limits: { cpu: string; memory: string },
) => (env.reserves ? { resources: { requests, limits } } : {});

/** Logins of the lab, with its own PostgreSQL. */
export const authentik = defineComponent({
	name: "authentik",
	purpose: "logins of the lab",
	namespace: endpoints.authentik.namespace,
	chart: charts.authentik,
	needs: [storage, authentikBlueprints, traefikMiddlewares],
	values: (env) => ({
		global: { env: environment(env) },
		...(env.supports.login.available && {
			authentik: { error_reporting: { enabled: true } },
		}),
		blueprints: { configMaps: [blueprintsConfigMap] },
		server: {
			...place("controlPlane"),
			...(env.replicas.authentikServer !== 1 && {
				replicas: env.replicas.authentikServer,
			}),
			...reserve(env, { cpu: "4", memory: "4Gi" }, { cpu: "8", memory: "8Gi" }),
		},
		worker: {
			...place("controlPlane"),
			...reserve(env, { cpu: "2", memory: "2Gi" }, { cpu: "4", memory: "4Gi" }),
		},
		postgresql: {
			enabled: true,
			auth: { existingSecret: secrets.authentikPostgresql.name },
			primary: {
				...place("controlPlane"),
				persistence: {
					storageClass: storageClasses.controlPlane.name,
					size: env.disks.authentik,
				},
				...reserve(
					env,
					{ cpu: "1", memory: "512Mi" },
					{ cpu: "2", memory: "4Gi" },
				),
			},
		},
	}),
	objects: (scope, env) => expose(scope, endpoints.authentik, env),
});
