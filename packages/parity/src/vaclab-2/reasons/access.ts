import type { Reason } from "../../reasons.ts";

export const access: readonly Reason[] = [
	{
		rows: [
			"object Ingress opentelemetry/otel-external-opentelemetry-collector-insecure",
		],
		why: "One Ingress for both entry points: a fact of the endpoint says that it also answers without TLS.",
		owner: "infrastructure",
	},
	{
		rows: [
			"object Ingress vmetrics-external/vmselect-vmks-external-victoria-metrics-k8s-stack",
		],
		why: "It had no host, so that it answered for any that no other Ingress names, without a login.",
		owner: "infrastructure",
	},
	{
		rows: ["field release vlc: vlselect.ingress.*"],
		why: "The component has its own Ingress, made from the endpoint. vaclab-2 asked for a login before the page at /select/vmui, but not before the API that the page shows; here neither asks.",
		owner: "infrastructure",
	},
	{
		rows: ["field release *: *ingress.*", "port release *: ingress.*"],
		why: "The component has its own Ingress, made from the endpoint: host, class, issuer and middlewares are facts, written once (packages/lab/src/endpoints.ts). Certificates have other Secrets' names; adoption copies them.",
		owner: "infrastructure",
	},
	{
		rows: [
			"field Ingress *: metadata.annotations.kubernetes.io/tls-acme",
			"field Ingress victorialogs/vlselect-open: spec.tls[0].secretName",
		],
		why: "The issuer is named, so cert-manager needs no second annotation; Secrets of certificates are called like the endpoint.",
		owner: "infrastructure",
	},
	{
		rows: [
			"field Ingress victorialogs/vlselect-open: metadata.annotations.traefik.*",
			"field Middleware default/public-vlselect-redirect: spec.redirectRegex.regex",
		],
		why: "The start page of a log store is reached from / and from /select.",
		owner: "infrastructure",
	},
	{
		rows: ["field Ingress *: metadata.annotations.gethomepage.dev/*"],
		why: "Tiles of the start page come from the endpoints instead of annotations.",
		owner: "infrastructure",
	},
	{
		rows: [
			"field Middleware default/public-*-rate-limiter: spec.rateLimit.sourceCriterion.*",
		],
		why: "Counts requests by the client's address; with a depth of 1 behind no other proxy, that address was empty, and all clients shared one bucket. A second limit holds for all together.",
		owner: "infrastructure",
	},
	{
		rows: [
			"field Service kube-system/hubble-relay-external: metadata.labels.*",
		],
		why: "Nothing selects by these labels.",
		owner: "infrastructure",
	},
	{
		rows: [
			"port Service *: spec.ports[*].protocol",
			"port Service *: spec.ports[*].targetPort",
		],
		why: "Repeats the API server's default: TCP, and the port itself.",
		owner: "infrastructure",
	},
];
