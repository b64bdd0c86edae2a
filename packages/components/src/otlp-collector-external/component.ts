import {
	bandwidth,
	charts,
	endpoints,
	secretEnv,
	secrets,
	stores,
} from "@lab/lab";
import { otlpResources, otlpValues } from "../_otlp.ts";
import { defineComponent } from "../component.ts";
import { expose, serviceAnnotations } from "../exposure.ts";
import { victoriaLogsExternal } from "../victoria-logs-external/component.ts";
import { victoriaMetricsExternal } from "../victoria-metrics-external/component.ts";

/** Receives metrics and logs from nodes outside the lab, with a token and at a limited rate. */
export const otlpCollectorExternal = defineComponent({
	name: "otlp-collector-external",
	purpose: "receives OTLP from public nodes",
	namespace: endpoints.publicOtlp.namespace,
	chart: charts.openTelemetryCollectorExternal,
	needs: [victoriaMetricsExternal, victoriaLogsExternal],
	values: (env) => ({
		...otlpValues({
			metrics: stores.metricsExternal,
			logs: stores.logsExternal,
			tokenVariable: "OTEL_CLIENT_TOKEN",
			largestMessage: 2,
			attributes: { dst_source: "external" },
		}),
		extraEnvs: [
			secretEnv("OTEL_CLIENT_TOKEN", secrets.otelClientToken, "tokenExternal"),
		],
		podAnnotations: {
			[bandwidth.annotations.ingress]: "200M",
			[bandwidth.annotations.egress]: "100M",
		},
		service: { annotations: serviceAnnotations(endpoints.publicOtlp) },
		...otlpResources(env),
	}),
	objects: (scope, env) => expose(scope, endpoints.publicOtlp, env),
});
