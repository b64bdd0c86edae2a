import { charts, nodePorts, secretEnv, secrets, stores } from "@lab/lab";
import { ApiObject } from "cdk8s";
import { otlpValues } from "../_otlp.ts";
import { defineComponent } from "../component.ts";
import { victoriaLogs } from "../victoria-logs/component.ts";
import { victoriaMetrics } from "../victoria-metrics/component.ts";

const { namespace } = secrets.otelClientToken;

/** Takes metrics and logs that programs in or beside the lab push. */
export const otlpCollector = defineComponent({
	name: "otlp-collector",
	purpose: "takes OTLP from the lab's own programs",
	namespace,
	chart: charts.openTelemetryCollector,
	needs: [victoriaMetrics, victoriaLogs],
	// Its Service was one of a bundle of all services.
	adopt: true,
	values: () => ({
		...otlpValues({
			metrics: stores.metrics,
			logs: stores.logs,
			tokenVariable: "OTEL_CLIENT_TOKEN",
			processors: {
				k8s_attributes: {
					extract: {
						metadata: [
							"k8s.namespace.name",
							"k8s.pod.name",
							"k8s.pod.uid",
							"k8s.pod.ip",
							"k8s.node.name",
							"k8s.container.name",
						],
					},
					pod_association: [
						from("k8s.pod.uid"),
						from("k8s.pod.ip"),
						from("k8s.pod.name", "k8s.namespace.name"),
						{ sources: [{ from: "connection" }] },
					],
				},
			},
		}),
		// Lets it ask which pod pushed.
		presets: { kubernetesAttributes: { enabled: true } },
		extraEnvs: [
			secretEnv("OTEL_CLIENT_TOKEN", secrets.otelClientToken, "token"),
		],
	}),
	objects(scope) {
		new ApiObject(scope, "node-port", {
			apiVersion: "v1",
			kind: "Service",
			metadata: { name: "otlp-collector-external", namespace },
			spec: {
				type: "NodePort",
				selector: {
					"app.kubernetes.io/name": charts.openTelemetryCollector.name,
					"app.kubernetes.io/instance":
						charts.openTelemetryCollector.releaseName,
					component: "standalone-collector",
				},
				ports: [nodePorts.otlpGrpc, nodePorts.otlpHttp].map(
					({ name, port, nodePort }) => ({
						name,
						protocol: "TCP",
						port,
						targetPort: port,
						nodePort,
					}),
				),
			},
		});
	},
});

function from(...names: readonly string[]) {
	return {
		sources: names.map((name) => ({ from: "resource_attribute", name })),
	};
}
