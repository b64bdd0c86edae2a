/** Which annotations of a domain a program reads, on which kinds, with which values. */
export interface AnnotationDomain {
	readonly domain: string;
	/** Who reads them; undefined if nobody in the lab does. */
	readonly reader?: string;
	readonly known: readonly KnownAnnotation[];
}

export interface KnownAnnotation {
	/** After the slash; `*` is a number. */
	readonly name: string;
	/** @default every kind */
	readonly on?: readonly string[];
	/** @default any text */
	readonly value?: RegExp;
}

const names = (
	on: readonly string[] | undefined,
	...list: readonly (string | readonly [string, RegExp])[]
): KnownAnnotation[] =>
	list.map((one) => {
		const [name, value] = typeof one === "string" ? [one] : one;
		return { name, ...(on && { on }), ...(value && { value }) };
	});

const bool = /^(true|false|1|0|t|f)$/i;

/** @see https://doc.traefik.io/traefik/reference/routing-configuration/kubernetes/ingress/ */
const traefik: AnnotationDomain = {
	domain: "traefik.ingress.kubernetes.io",
	reader: "Traefik",
	known: [
		...names(
			["Ingress"],
			...["router.entrypoints", "router.middlewares", "router.pathmatcher"],
			...["router.rulesyntax", "router.tls.certresolver", "router.tls.options"],
			...["router.tls.domains.*.main", "router.tls.domains.*.sans"],
			["router.priority", /^-?\d+$/],
			["router.tls", bool],
			["router.observability.accesslogs", bool],
			["router.observability.metrics", bool],
			["router.observability.tracing", bool],
			["router.observability.traceverbosity", /^(minimal|detailed)$/],
		),
		...names(
			["Service"],
			...["service.serverstransport", "service.middlewares"],
			["service.serversscheme", /^(https?|h2c)$/],
			["service.passhostheader", bool],
			["service.nativelb", bool],
			["service.nodeportlb", bool],
			["service.sticky.cookie", bool],
			...["name", "path", "domain", "samesite", "maxage"].map(
				(field) => `service.sticky.cookie.${field}`,
			),
			["service.sticky.cookie.secure", bool],
			["service.sticky.cookie.httponly", bool],
		),
	],
};

/** @see https://cert-manager.io/docs/reference/annotations/ */
const certManager: AnnotationDomain = {
	domain: "cert-manager.io",
	reader: "cert-manager",
	known: names(
		undefined,
		...["alt-names", "ip-sans", "uri-sans", "email-sans", "common-name"],
		...["duration", "renew-before", "renew-before-percentage", "usages"],
		...["issuer", "cluster-issuer", "issuer-name", "issuer-kind"],
		...["issuer-group", "certificate-name", "certificate-revision"],
		...["revision-history-limit", "secret-template", "ignore-tls-listeners"],
		...["private-key-algorithm", "private-key-encoding", "private-key-size"],
		...["private-key-rotation-policy", "private-key-secret-name"],
		...["subject-organizations", "subject-organizationalunits"],
		...["subject-countries", "subject-provinces", "subject-localities"],
		...["subject-streetaddresses", "subject-postalcodes"],
		...["subject-serialnumber", "inject-ca-from", "inject-ca-from-secret"],
		["inject-apiserver-ca", bool],
		["allow-direct-injection", bool],
		["issue-temporary-certificate", bool],
	),
};

const events =
	/^\s*(((pre|post)-(install|delete|upgrade|rollback)|test|test-success|crd-install)\s*(,\s*|$))+$/;
const policies =
	/^\s*((hook-succeeded|hook-failed|before-hook-creation)\s*(,\s*|$))+$/;

/** @see https://helm.sh/docs/topics/charts_hooks/ */
const helm: AnnotationDomain = {
	domain: "helm.sh",
	reader: "Helm",
	known: names(
		undefined,
		"chart",
		["hook", events],
		["hook-weight", /^-?\d+$/],
		["hook-delete-policy", policies],
		["hook-output-log-policy", policies],
		["resource-policy", /^keep$/],
	),
};

/** Controllers of Ingresses that many examples are written for. */
const others: readonly AnnotationDomain[] = [
	...["nginx.ingress.kubernetes.io", "nginx.org", "haproxy.org"],
	...["haproxy-ingress.github.io", "alb.ingress.kubernetes.io"],
	...["konghq.com", "ingress.kubernetes.io", "traefik.frontend.rule"],
].map((domain) => ({ domain, known: [] }));

export const annotationDomains: readonly AnnotationDomain[] = [
	traefik,
	certManager,
	helm,
	...others,
];
