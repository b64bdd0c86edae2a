import { dirname } from "node:path/posix";
import { type Endpoint, type Environment, hostOf, urlOf } from "@lab/lab";
import { ApiObject, type Chart } from "cdk8s";

/** Traefik knows a Middleware object by this name. */
const middleware = (namespace: string, name: string) =>
	`${namespace}-${name}@kubernetescrd`;

/** Whether its bare host has nothing to show. */
const startsElsewhere = ({ path, start }: Endpoint) =>
	path === "/" && start !== undefined;

/** What stands in front of an endpoint, in the order in which Traefik runs it. */
function middlewaresOf(endpoint: Endpoint, env: Environment): string[] {
	return [
		...(env.web.scheme === "https" && endpoint.plain !== true
			? [middleware("default", "redirect-https")]
			: []),
		...(endpoint.rateLimit === undefined
			? []
			: [middleware(endpoint.namespace, `${endpoint.name}-rate-limit`)]),
		...(endpoint.auth === "authentik"
			? [middleware("default", "authentik-forwardauth")]
			: []),
		...(startsElsewhere(endpoint)
			? [middleware(endpoint.namespace, `${endpoint.name}-start`)]
			: []),
	];
}

/** The annotations by which Traefik and cert-manager treat an Ingress as the endpoint says. */
export function ingressAnnotations(
	endpoint: Endpoint,
	env: Environment,
): Record<string, string> {
	const middlewares = middlewaresOf(endpoint, env);
	return {
		...(middlewares.length > 0 && {
			"traefik.ingress.kubernetes.io/router.middlewares": middlewares.join(","),
		}),
		...(env.certificateIssuer && {
			"cert-manager.io/cluster-issuer": env.certificateIssuer,
		}),
	};
}

/** The annotations by which Traefik speaks to an endpoint's Service as the endpoint says. */
export const serviceAnnotations = ({
	protocol,
}: Endpoint): Record<string, string> => ({
	...(protocol && {
		"traefik.ingress.kubernetes.io/service.serversscheme": protocol,
	}),
});

/** The `tls` entries of an endpoint's Ingress; none where it speaks plain http. */
export const ingressTls = (endpoint: Endpoint, env: Environment) =>
	env.certificateIssuer === undefined
		? []
		: [{ hosts: [hostOf(endpoint, env)], secretName: `${endpoint.name}-tls` }];

/** Adds the Ingress of an endpoint, and the middlewares that only it has. */
export function expose(
	scope: Chart,
	endpoint: Endpoint,
	env: Environment,
): void {
	addMiddlewares(scope, endpoint, env);
	const tls = ingressTls(endpoint, env);
	new ApiObject(scope, `${endpoint.name}-ingress`, {
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
							{
								path: endpoint.path,
								pathType: "Prefix",
								backend: {
									service: {
										name: endpoint.service,
										port: { number: endpoint.port },
									},
								},
							},
						],
					},
				},
			],
			...(tls.length > 0 && { tls }),
		},
	});
}

/** Adds the Traefik middlewares of an endpoint's own; `ingressAnnotations` refers to them. */
export function addMiddlewares(
	scope: Chart,
	endpoint: Endpoint,
	env: Environment,
): void {
	const { name, namespace, rateLimit, start } = endpoint;
	const add = (kind: string, spec: object) =>
		new ApiObject(scope, `${name}-${kind}`, {
			apiVersion: "traefik.io/v1alpha1",
			kind: "Middleware",
			metadata: { name: `${name}-${kind}`, namespace },
			spec,
		});
	if (rateLimit !== undefined)
		add("rate-limit", {
			rateLimit: {
				...rateLimit,
				period: "1s",
				// The first address before Traefik's own: the client, as its load balancer saw it.
				sourceCriterion: { ipStrategy: { depth: 1 } },
			},
		});
	if (start !== undefined && startsElsewhere(endpoint))
		add("start", {
			redirectRegex: {
				regex: `^https?://${hostOf(endpoint, env).replaceAll(".", "\\.")}(:\\d+)?(${dirname(start)})?/?$`,
				replacement: urlOf(endpoint, env),
				permanent: true,
			},
		});
}
