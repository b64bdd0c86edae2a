import {
	certificate,
	configMap,
	deployment,
	ingress,
	object,
	selfSigned,
	served,
	service,
} from "./_lab.ts";
import { type Misuse, raw, right } from "./_misuse.ts";

type Fields = Readonly<Record<string, unknown>>;

const traefik = "traefik.ingress.kubernetes.io";
const entryPoints = `${traefik}/router.entrypoints`;
const middlewares = `${traefik}/router.middlewares`;

const middleware = (spec: Fields) =>
	object("traefik.io/v1alpha1", "Middleware", { spec });

const addPrefix = middleware({ addPrefix: { prefix: "/a" } });

const route = (match: string, rest: Fields = {}, spec: Fields = {}) =>
	object("traefik.io/v1alpha1", "IngressRoute", {
		spec: {
			routes: [
				{
					...{ kind: "Rule", match },
					services: [{ name: "misused", port: 80 }],
					...rest,
				},
			],
			...spec,
		},
	});

const tcpRoute = (match: string, spec: Fields = {}) =>
	object("traefik.io/v1alpha1", "IngressRouteTCP", {
		spec: {
			routes: [{ match, services: [{ name: "misused", port: 80 }] }],
			...spec,
		},
	});

const host = "Host(`misused.example.org`)";

const tls = (...hosts: readonly string[]) => ({
	tls: [{ hosts, secretName: "misused-tls" }],
});

/** Rules that Traefik does not understand, or that never match, by what is wrong with them. */
const rules: Readonly<Record<string, string>> = {
	"without its last bracket": "Host(`misused.example.org`",
	"with an unknown matcher": "HostName(`misused.example.org`)",
	"with a matcher of Traefik 2": "Headers(`a`, `b`)",
	"with two hosts in one matcher": "Host(`a.example.org`, `b.example.org`)",
	"with a placeholder of Traefik 2": "PathPrefix(`/{id:[0-9]+}`)",
	"that is only a host": "misused.example.org",
	"with single quotes": "Host('misused.example.org')",
	"with the operator and": "Host(`a.example.org`) and Path(`/`)",
	"with a scheme in the host": "Host(`https://misused.example.org`)",
	"with a relative path": "Path(`login`)",
	"with a broken regular expression": "HostRegexp(`(a|b.example.org`)",
	"with a line break before an operator": "Host(`a.example.org`)\n&& Path(`/`)",
};

/** Mistakes in routes, and in the certificates of their hosts. */
export const routeMisuses: readonly Misuse[] = [
	...Object.entries(rules).map(([what, rule]) =>
		raw(`a route ${what}`, "broken-route", ...served, route(rule)),
	),
	raw(
		"a TCP route for a host without TLS",
		"broken-route",
		...served,
		tcpRoute("HostSNI(`misused.example.org`)"),
	),
	right(
		"rules in all forms",
		"Traefik reads them as expressions of Go",
		...served,
		route(
			'(host(`a.example.org`) || HOST("b.example.org")) &&\n!PathRegexp(`^/(?i)api/[\\d]{1,3}$`,)',
		),
	),
	right(
		"a rule of Traefik 2, declared as such",
		"the route says so",
		...served,
		route("Host(`a.example.org`, `b.example.org`)", { syntax: "v2" }),
	),
	right(
		"a TCP route for all hosts",
		"it needs no TLS",
		...served,
		tcpRoute("HostSNI(`*`)"),
	),
	raw(
		"an Ingress on an unknown entry point",
		"unknown-entry-point",
		...served,
		ingress({ [entryPoints]: "websecur" }),
	),
	raw(
		"a route on an unknown entry point",
		"unknown-entry-point",
		...served,
		route(host, {}, { entryPoints: ["https"] }),
	),
	right(
		"an Ingress on both entry points",
		"Traefik has them",
		...served,
		ingress({ [entryPoints]: "web, websecure" }),
	),
	raw("a middleware without a kind", "invalid-value", middleware({})),
	raw(
		"a middleware of two kinds",
		"invalid-value",
		middleware({
			addPrefix: { prefix: "/a" },
			stripPrefix: { prefixes: ["/b"] },
		}),
	),
	raw(
		"a middleware of an unknown kind",
		"unknown-field",
		middleware({ addPrefx: { prefix: "/a" } }),
	),
	...["misused", "homepage/misused", "homepage-misused@kubernetes", ""].map(
		(name) =>
			raw(
				`a middleware called ${JSON.stringify(name)} in an annotation`,
				"unknown-middleware",
				addPrefix,
				...served,
				ingress({ [middlewares]: name }),
			),
	),
	right(
		"a middleware by Traefik's name for it, and one of a file",
		"a file of Traefik is not in this tree",
		addPrefix,
		...served,
		ingress({
			[middlewares]: "homepage-misused@kubernetescrd, compress@file",
		}),
	),
	raw(
		"a route to a service of an unknown kind",
		"invalid-value",
		...served,
		route(host, { services: [{ kind: "Servce", name: "misused", port: 80 }] }),
	),
	raw(
		"a route to a port that the Service does not have",
		"unknown-port",
		...served,
		route(host, { services: [{ name: "misused", port: 8080 }] }),
	),
	raw(
		"a route to no port",
		"missing-field",
		...served,
		route(host, { services: [{ name: "misused" }] }),
	),
	right(
		"a route to Traefik's own dashboard",
		"Traefik itself has the service",
		route(host, {
			services: [{ kind: "TraefikService", name: "api@internal" }],
		}),
	),
	raw(
		"a misspelt annotation for Traefik",
		"unknown-annotation",
		...served,
		ingress({ [`${traefik}/router.middleware`]: "a-b@kubernetescrd" }),
	),
	raw(
		"an annotation of a Service on an Ingress",
		"unknown-annotation",
		...served,
		ingress({ [`${traefik}/service.serversscheme`]: "https" }),
	),
	raw(
		"a value that Traefik does not understand",
		"unknown-annotation",
		deployment(),
		service(
			{},
			{ annotations: { [`${traefik}/service.serversscheme`]: "tls" } },
		),
	),
	raw(
		"a misspelt annotation for cert-manager",
		"unknown-annotation",
		...served,
		ingress({ "cert-manager.io/clusterissuer": "letsencrypt" }),
	),
	raw(
		"an annotation for another proxy",
		"unknown-annotation",
		...served,
		ingress({ "nginx.ingress.kubernetes.io/rewrite-target": "/" }),
	),
	raw(
		"an unknown hook of Helm",
		"unknown-annotation",
		configMap({ annotations: { "helm.sh/hook": "post-instal" } }),
	),
	right(
		"annotations that other programs read",
		"only domains that we know are judged",
		configMap({
			annotations: {
				"example.org/anything": "goes",
				"helm.sh/hook": "pre-install,pre-upgrade",
				"helm.sh/resource-policy": "keep",
			},
		}),
	),
	raw(
		"an Ingress whose host is not in its certificate",
		"uncovered-host",
		selfSigned,
		...served,
		ingress({ "cert-manager.io/issuer": "misused" }, tls("other.example.org")),
	),
	raw(
		"an Ingress with the certificate of another host",
		"uncovered-host",
		selfSigned,
		certificate({ dnsNames: ["other.example.org"] }),
		...served,
		ingress({}, tls("misused.example.org")),
	),
	raw(
		"a route with the certificate of another host",
		"uncovered-host",
		selfSigned,
		certificate({ dnsNames: ["*.a.example.org"] }),
		...served,
		route(host, {}, { tls: { secretName: "misused-tls" } }),
	),
	raw(
		"an Ingress that wants a certificate for no host",
		"uncovered-host",
		selfSigned,
		...served,
		ingress({ "cert-manager.io/issuer": "misused" }),
	),
	right(
		"a host that a wildcard covers",
		"a wildcard stands for one label",
		selfSigned,
		certificate({ dnsNames: ["*.example.org"] }),
		...served,
		ingress({}, tls("misused.example.org")),
	),
	right(
		"a host with a certificate that somebody else made",
		"what is in a declared Secret is not in this tree",
		...served,
		ingress({}, { tls: [{ hosts: ["misused.example.org"] }] }),
	),
	raw(
		"two certificates in one Secret",
		"secret-owned-twice",
		selfSigned,
		certificate(),
		certificate({ dnsNames: ["other.example.org"] }, "other"),
	),
	raw(
		"two Ingresses with different hosts and one Secret",
		"secret-owned-twice",
		selfSigned,
		...served,
		...["a", "b"].map((name) =>
			ingress(
				{ "cert-manager.io/issuer": "misused" },
				{
					...tls(`${name}.example.org`),
					rules: [{ host: `${name}.example.org` }],
				},
				undefined,
				name,
			),
		),
	),
	right(
		"two Ingresses for one host and one Secret",
		"the second uses the certificate of the first",
		selfSigned,
		...served,
		...["a", "b"].map((name) =>
			ingress(
				{ "cert-manager.io/issuer": "misused" },
				{
					...tls("misused.example.org"),
					rules: [
						{
							host: "misused.example.org",
							http: {
								paths: [
									{
										...{ path: `/${name}`, pathType: "Prefix" },
										backend: {
											service: { name: "misused", port: { number: 80 } },
										},
									},
								],
							},
						},
					],
				},
				undefined,
				name,
			),
		),
	),
	raw(
		"a certificate that is renewed before it is made",
		"invalid-value",
		selfSigned,
		certificate({ duration: "24h", renewBefore: "48h" }),
	),
	raw(
		"a certificate for half an hour",
		"invalid-value",
		selfSigned,
		certificate({ duration: "30m" }),
	),
	raw(
		"a certificate for nobody",
		"missing-field",
		selfSigned,
		certificate({ dnsNames: [] }),
	),
	raw(
		"a key of a size that its algorithm does not have",
		"invalid-value",
		selfSigned,
		certificate({ privateKey: { algorithm: "ECDSA", size: 2048 } }),
	),
];
