import { environments } from "@lab/lab";
import { expect, test } from "vitest";
import { renderComponent } from "../_render.ts";
import { otlpCollector } from "./component.ts";

const { values, fleetYaml, object } = renderComponent(otlpCollector);

test("clients must send a token, which comes from a Secret", () => {
	expect(values).toMatchObject({
		alternateConfig: {
			extensions: { bearertokenauth: { token: `\${env:OTEL_CLIENT_TOKEN}` } },
			receivers: {
				otlp: {
					protocols: {
						grpc: { auth: { authenticator: "bearertokenauth" } },
						http: { auth: { authenticator: "bearertokenauth" } },
					},
				},
			},
		},
		extraEnvs: [
			{
				valueFrom: {
					secretKeyRef: { name: "otel-client-token", key: "token" },
				},
			},
		],
	});
});

test("Fleet does not expand the collector's variables", () => {
	expect(fleetYaml.helm).toMatchObject({ disablePreProcess: true });
});

test("every component of a pipeline is configured", () => {
	const { service, ...sections } = values.alternateConfig as Record<
		"receivers" | "processors" | "exporters" | "extensions",
		Record<string, unknown>
	> & {
		service: {
			extensions: string[];
			pipelines: Record<string, Record<keyof typeof sections, string[]>>;
		};
	};
	expect(Object.keys(sections.extensions).sort()).toEqual(
		service.extensions.sort(),
	);
	for (const pipeline of Object.values(service.pipelines))
		for (const section of ["receivers", "processors", "exporters"] as const)
			for (const name of pipeline[section])
				expect(sections[section]).toHaveProperty([name]);
});

test("received data is written to the lab's own stores", () => {
	expect(values).toHaveProperty(
		["alternateConfig", "exporters", "otlp_http/victoriametrics"],
		expect.objectContaining({
			metrics_endpoint:
				"http://vminsert-vmks-victoria-metrics-k8s-stack.vmetrics:8480/insert/0/opentelemetry/v1/metrics",
			logs_endpoint:
				"http://vlc-victoria-logs-cluster-vlinsert.victorialogs:9481/insert/opentelemetry/v1/logs",
		}),
	);
});

test("programs outside the cluster reach it at a port of every node", () => {
	expect(object("Service", "otlp-collector-external").spec).toMatchObject({
		type: "NodePort",
		ports: [
			{ name: "grpc", nodePort: 31317 },
			{ name: "http", nodePort: 31318 },
		],
	});
	expect(fleetYaml.helm).toMatchObject({ takeOwnership: true });
});

test.each(Object.values(environments))(
	"it passes every check in $name",
	(env) => {
		expect(renderComponent(otlpCollector, env).faults).toEqual([]);
	},
);
