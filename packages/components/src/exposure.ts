import { dirname } from "node:path/posix";
import { add } from "@lab/bundles";
import type { Middleware } from "@lab/kubernetes";
import { type Endpoint, type Environment, hostOf, urlOf } from "@lab/lab";
import type { Chart } from "cdk8s";

/** Traefik's name for a Middleware object. */
const middleware = (namespace: string, name: string) =>
	`${namespace}-${name}@kubernetescrd`;

const annotation = (name: string) =>
	`traefik.ingress.kubernetes.io/router.${name}`;

/** Middlewares of an endpoint, in the order in which Traefik runs them. */
function middlewaresOf(endpoint: Endpoint, env: Environment): string[] {
	return [
		...(env.web.scheme === "https" && endpoint.auth !== "token"
			? [middleware("default", "redirect-https")]
			: []),
		...(endpoint.rateLimit === undefined
			? []
			: ["rate-limit", "at-once"].map((kind) =>
					middleware(endpoint.namespace, `${endpoint.name}-${kind}`),
				)),
		...(endpoint.auth === "authentik"
			? [middleware("default", "authentik-forwardauth")]
			: []),
		...(endpoint.start !== undefined
			? [middleware(endpoint.namespace, `${endpoint.name}-start`)]
			: []),
	];
}

/** Annotations of an endpoint's Ingress, for Traefik and cert-manager. */
export function ingressAnnotations(
	endpoint: Endpoint,
	env: Environment,
): Record<string, string> {
	const middlewares = middlewaresOf(endpoint, env);
	return {
		...(middlewares.length > 0 && {
			[annotation("middlewares")]: middlewares.join(","),
		}),
		// A redirect would come too late: the token has crossed the network by then.
		...(env.web.scheme === "https" &&
			endpoint.auth === "token" && {
				[annotation("entrypoints")]: "websecure",
			}),
		...(env.certificateIssuer && {
			"cert-manager.io/cluster-issuer": env.certificateIssuer,
		}),
	};
}

/** Annotations of an endpoint's Service, which set the protocol that Traefik uses. */
export const serviceAnnotations = ({
	protocol,
}: Endpoint): Record<string, string> => ({
	...(protocol && {
		"traefik.ingress.kubernetes.io/service.serversscheme": protocol,
	}),
});

/** `tls` entries of an endpoint's Ingress; none if the environment uses plain http. */
export const ingressTls = (endpoint: Endpoint, env: Environment) =>
	env.certificateIssuer === undefined
		? []
		: [{ hosts: [hostOf(endpoint, env)], secretName: `${endpoint.name}-tls` }];

/** Adds the Ingress of an endpoint, and its own middlewares. */
export function expose(
	scope: Chart,
	endpoint: Endpoint,
	env: Environment,
): void {
	addMiddlewares(scope, endpoint, env);
	const tls = ingressTls(endpoint, env);
	const { service, port, path, start } = endpoint;
	const backend = { service: { name: service, port: { number: port } } };
	add(scope, `${endpoint.name}-ingress`, {
		apiVersion: "networking.k8s.io/v1",
		kind: "Ingress",
		metadata: {
			name: endpoint.name,
			namespace: endpoint.namespace,
			annotations: ingressAnnotations(endpoint, env),
		},
		spec: {
			ingressClassName: "traefik",
			rules: [
				{
					host: hostOf(endpoint, env),
					http: {
						paths: [
							{ path, pathType: "Prefix" as const, backend },
							// Redirected, so that the backend never sees it.
							...(start !== undefined && path !== "/"
								? [{ path: "/", pathType: "Exact" as const, backend }]
								: []),
						],
					},
				},
			],
			...(tls.length > 0 && { tls }),
		},
	});
}

/** Adds the middlewares that only this endpoint uses; `ingressAnnotations` refers to them. */
export function addMiddlewares(
	scope: Chart,
	endpoint: Endpoint,
	env: Environment,
): void {
	const { name, namespace, rateLimit, start } = endpoint;
	const addMiddleware = (kind: string, spec: Middleware["spec"]) =>
		add(scope, `${name}-${kind}`, {
			apiVersion: "traefik.io/v1alpha1",
			kind: "Middleware",
			metadata: { name: `${name}-${kind}`, namespace },
			spec,
		});
	if (rateLimit !== undefined) {
		const { atOnce, ...rate } = rateLimit;
		// Without a criterion, per remote address. `ipStrategy.depth` would read
		// X-Forwarded-For, which Traefik discards at the edge: one limit for the world.
		addMiddleware("rate-limit", { rateLimit: { ...rate, period: "1s" } });
		addMiddleware("at-once", {
			inFlightReq: { amount: atOnce, sourceCriterion: { requestHost: true } },
		});
	}
	if (start !== undefined)
		addMiddleware("start", {
			redirectRegex: {
				regex: `^https?://${hostOf(endpoint, env).replaceAll(".", "\\.")}(:\\d+)?(${dirname(start)})?/?$`,
				replacement: urlOf(endpoint, env),
				permanent: true,
			},
		});
}
