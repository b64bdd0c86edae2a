import { add } from "@lab/bundles";
import { charts, nodePorts, secretEnv, secrets, stores } from "@lab/lab";
import { otlpResources, otlpValues } from "../_otlp.ts";
import { defineComponent } from "../component.ts";
import { victoriaLogs } from "../victoria-logs/component.ts";
import { victoriaMetrics } from "../victoria-metrics/component.ts";

const { namespace } = secrets.otelClientToken;

/** Receives metrics and logs from programs in the cluster and on the lab's network. */
export const otlpCollector = defineComponent({
	name: "otlp-collector",
	purpose: "receives OTLP from the lab's own programs",
	namespace,
	chart: charts.openTelemetryCollector,
	needs: [victoriaMetrics, victoriaLogs],
	// In vaclab-2, its Service is in a bundle of all services.
	adopt: true,
	values: (env) => ({
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
		...otlpResources(env),
		// Grants access to the pod metadata that k8s_attributes adds.
		presets: { kubernetesAttributes: { enabled: true } },
		extraEnvs: [
			secretEnv("OTEL_CLIENT_TOKEN", secrets.otelClientToken, "token"),
		],
	}),
	objects(scope) {
		add(scope, "node-port", {
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
