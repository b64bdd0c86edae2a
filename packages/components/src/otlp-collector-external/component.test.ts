import { environments } from "@lab/lab";
import { expect, test } from "vitest";
import { renderComponent } from "../_render.ts";
import { otlpCollectorExternal } from "./component.ts";

const { values, object } = renderComponent(otlpCollectorExternal);

test("public nodes have their own token", () => {
	expect(values).toMatchObject({
		extraEnvs: [{ valueFrom: { secretKeyRef: { key: "tokenExternal" } } }],
	});
});

test("request rate, bandwidth, message size and memory are limited", () => {
	expect(object("Middleware", "public-otlp-rate-limit").spec).toMatchObject({
		rateLimit: { average: 25, burst: 100 },
	});
	expect(values).toMatchObject({
		podAnnotations: { "kubernetes.io/ingress-bandwidth": "200M" },
		resources: { limits: { memory: "5Gi" } },
		alternateConfig: {
			receivers: {
				otlp: { protocols: { grpc: { max_recv_msg_size_mib: 2 } } },
			},
			processors: { memory_limiter: { limit_mib: 3000 } },
			service: {
				pipelines: {
					metrics: {
						processors: ["memory_limiter", "transform", "deltatocumulative"],
					},
				},
			},
		},
	});
});

test("Traefik forwards gRPC to it, with TLS only: the token never crosses the network in plain text", () => {
	expect(values).toHaveProperty(
		[
			"service",
			"annotations",
			"traefik.ingress.kubernetes.io/service.serversscheme",
		],
		"h2c",
	);
	const ingress = object("Ingress", "public-otlp");
	expect(ingress.spec).toMatchObject({
		rules: [{ host: "public.otlp.lab.vac.dev" }],
		tls: [{ hosts: ["public.otlp.lab.vac.dev"] }],
	});
	expect(
		ingress.metadata.annotations?.[
			"traefik.ingress.kubernetes.io/router.middlewares"
		],
	).toBe(
		"opentelemetry-public-otlp-rate-limit@kubernetescrd,opentelemetry-public-otlp-at-once@kubernetescrd",
	);
	expect(
		ingress.metadata.annotations?.[
			"traefik.ingress.kubernetes.io/router.entrypoints"
		],
	).toBe("websecure");
});

test("external data is marked, and stored separately from the lab's own", () => {
	const text = JSON.stringify(values.alternateConfig);
	expect(text).toContain(String.raw`set(attributes[\"dst_source\"]`);
	expect(text).toContain("vmks-external");
	expect(text).toContain("vlc-external");
	expect(text).not.toContain("vmks-victoria");
});

test.each(Object.values(environments))(
	"it passes every check in $name",
	(env) => {
		expect(renderComponent(otlpCollectorExternal, env).faults).toEqual([]);
	},
);
