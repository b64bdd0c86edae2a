import {
	bandwidth,
	charts,
	endpoints,
	secretEnv,
	secrets,
	stores,
} from "@lab/lab";
import { otlpValues } from "../_otlp.ts";
import { defineComponent } from "../component.ts";
import { expose, serviceAnnotations } from "../exposure.ts";
import { victoriaLogsExternal } from "../victoria-logs-external/component.ts";
import { victoriaMetricsExternal } from "../victoria-metrics-external/component.ts";

/** Takes metrics and logs that nodes anywhere push, with a token and at a limited rate. */
export const otlpCollectorExternal = defineComponent({
	name: "otlp-collector-external",
	purpose: "takes OTLP from public nodes",
	namespace: endpoints.publicOtlp.namespace,
	chart: charts.openTelemetryCollectorExternal,
	needs: [victoriaMetricsExternal, victoriaLogsExternal],
	values: (env) => ({
		...otlpValues({
			metrics: stores.metricsExternal,
			logs: stores.logsExternal,
			tokenVariable: "OTEL_CLIENT_TOKEN",
			// Refuses before the pod is killed for its memory: then senders try again.
			processors: {
				memory_limiter: {
					check_interval: "1s",
					limit_mib: 3000,
					spike_limit_mib: 512,
				},
			},
			largestMessage: 2,
			marks: { dst_source: "external" },
		}),
		extraEnvs: [
			secretEnv("OTEL_CLIENT_TOKEN", secrets.otelClientToken, "tokenExternal"),
		],
		podAnnotations: {
			[bandwidth.annotations.ingress]: "200M",
			[bandwidth.annotations.egress]: "100M",
		},
		service: { annotations: serviceAnnotations(endpoints.publicOtlp) },
		...(env.reserves && {
			resources: {
				requests: { cpu: "2", memory: "4Gi" },
				limits: { cpu: "4", memory: "5Gi" },
			},
		}),
	}),
	objects: (scope, env) => expose(scope, endpoints.publicOtlp, env),
});
