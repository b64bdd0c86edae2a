import type { LabNamespace } from "./namespaces.ts";

/** Reference to a key of a declared secret. */
export interface SecretKeyRef {
	readonly name: string;
	readonly key: string;
}

/** Source of the value of a key. Only provisioning and the replica ever hold the value. */
export type SecretValue =
	| {
			readonly how: "random";
			readonly length: number;
			readonly charset: "alphanumeric" | "hex";
	  }
	| {
			/** Supplied by an operator; the replica uses `local`. */
			readonly how: "operator";
			readonly what: string;
			readonly local: string;
	  }
	| {
			/** Same value as a key of another secret. */
			readonly how: "same";
			readonly as: { readonly secret: Secret; readonly key: string };
	  };

export interface Secret {
	readonly namespace: LabNamespace;
	readonly name: string;
	readonly keys: Readonly<Record<string, SecretValue>>;
	/** Components, and parts of the platform, that read it. */
	readonly usedBy: readonly string[];
	readonly why: string;
	/** Component that overwrites it later; provisioning then creates it once and never resets it. */
	readonly rewrittenBy?: string;
}

/** Keys of a secret as a type, so that a reference to any other key does not compile. */
export type KeyOf<S extends Secret> = Extract<keyof S["keys"], string>;

const random = (length: number) =>
	({ how: "random", length, charset: "alphanumeric" }) as const;

const operator = (what: string, local = "not-used-in-the-replica") =>
	({ how: "operator", what, local }) as const;

const same = <S extends Secret>(secret: S, key: KeyOf<S>) =>
	({ how: "same", as: { secret, key } }) as const;

const authentikBootstrap = {
	namespace: "authentik",
	name: "authentik-bootstrap",
	keys: {
		secret_key: random(60),
		bootstrap_password: random(32),
		bootstrap_email: operator("e-mail of the first administrator", "a@b.test"),
	},
	usedBy: ["authentik"],
	why: "signs Authentik's sessions and creates the first administrator",
} as const satisfies Secret;

const authentikPostgresql = {
	namespace: "authentik",
	name: "authentik-postgresql",
	keys: { password: random(32), "postgres-password": random(32) },
	usedBy: ["authentik", "authentik-config", "authentik-token-sync"],
	why: "Authentik's database",
} as const satisfies Secret;

const authentikOutpostToken = {
	namespace: "authentik",
	name: "authentik-outpost-token",
	keys: { token: random(60) },
	usedBy: ["authentik-config", "authentik-token-sync"],
	why: "authenticates the login proxy",
	rewrittenBy: "authentik-token-sync",
} as const satisfies Secret;

const googleOauth = {
	namespace: "authentik",
	name: "google-oauth",
	keys: {
		client_id: operator("OAuth client of Google's console"),
		client_secret: operator("its secret"),
	},
	usedBy: ["authentik"],
	why: "login with a Google account",
} as const satisfies Secret;

const keycloakOauth = {
	namespace: "authentik",
	name: "keycloak-oauth",
	keys: {
		client_id: operator("OIDC client at auth.logos.co"),
		client_secret: operator("its secret"),
	},
	usedBy: ["authentik"],
	why: "login with the organisation's account",
} as const satisfies Secret;

const grafanaOidcProvider = {
	namespace: "authentik",
	name: "grafana-authentik-oidc",
	keys: { client_id: random(40), client_secret: random(64) },
	usedBy: ["authentik"],
	why: "Authentik's side of Grafana's login",
} as const satisfies Secret;

const rancherOidcProvider = {
	namespace: "authentik",
	name: "rancher-authentik-oidc",
	keys: { client_id: random(40), client_secret: random(64) },
	usedBy: ["authentik"],
	why: "Authentik's side of Rancher's login",
} as const satisfies Secret;

/** Every Secret of the lab. Provisioning and the replica create Secrets from this list. */
export const secrets = {
	authentikBootstrap,
	/** Read by both the chart's database and the server, so vaclab-2's second copy in Helm values is not needed. */
	authentikPostgresql,
	authentikOutpostToken,
	googleOauth,
	keycloakOauth,
	grafanaOidcProvider,
	grafanaOidcClient: {
		namespace: "vmetrics",
		name: "grafana-authentik-oidc",
		keys: {
			client_id: same(grafanaOidcProvider, "client_id"),
			client_secret: same(grafanaOidcProvider, "client_secret"),
		},
		usedBy: ["victoria-metrics"],
		why: "Grafana's side of its login: a pod can only use a Secret of its own namespace",
	},
	grafanaAdmin: {
		namespace: "vmetrics",
		name: "grafana-admin",
		keys: {
			"admin-user": operator("name of Grafana's own administrator", "admin"),
			"admin-password": random(32),
		},
		usedBy: ["victoria-metrics"],
		why: "without it, the chart generates a new password at each rendering, and Fleet sees a change every time",
	},
	rancherOidcProvider,
	rancherOidcClient: {
		namespace: "cattle-system",
		name: "rancher-oidc-credentials",
		keys: {
			"client-id": same(rancherOidcProvider, "client_id"),
			"client-secret": same(rancherOidcProvider, "client_secret"),
		},
		usedBy: ["rancher"],
		why: "Rancher's side of its login",
	},
	otelClientToken: {
		namespace: "opentelemetry",
		name: "otel-client-token",
		keys: { token: random(48), tokenExternal: random(48) },
		usedBy: ["otlp-collector", "otlp-collector-external"],
		why: "authenticates clients that push: one token for inside the lab, one for outside",
	},
} as const satisfies Record<string, Secret>;

export type SecretName = keyof typeof secrets;

/** `valueFrom` of an environment variable, for a key of a declared secret. */
export const secretKeyRef = <S extends Secret>(
	secret: S,
	key: KeyOf<S>,
): { readonly secretKeyRef: SecretKeyRef } => ({
	secretKeyRef: { name: secret.name, key },
});

/** An environment variable that takes its value from a declared secret. */
export const secretEnv = <S extends Secret>(
	name: string,
	secret: S,
	key: KeyOf<S>,
) => ({ name, valueFrom: secretKeyRef(secret, key) });
