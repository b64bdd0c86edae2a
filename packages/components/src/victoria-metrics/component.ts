import { toYaml } from "@lab/core";
import { charts, endpoints, stores, urlOf } from "@lab/lab";
import { scrapeIntervals, scrapeJobs } from "@lab/monitoring";
import { metricsStore, withoutParts } from "../_metrics-store.ts";
import { guardStore } from "../_store-access.ts";
import { defineComponent } from "../component.ts";
import { expose } from "../exposure.ts";
import { storage } from "../storage/component.ts";
import { victoriaMetricsCrds } from "../victoria-metrics-crds/component.ts";
import { dataSources, grafana } from "./_grafana.ts";

/** Metrics of the lab: scraping, storage, alerts and Grafana. */
export const victoriaMetrics = defineComponent({
	name: "victoria-metrics",
	purpose: "scrapes, stores and shows metrics",
	namespace: stores.metrics.namespace,
	chart: charts.victoriaMetricsStack,
	needs: [storage, victoriaMetricsCrds],
	values: (env) => ({
		...withoutParts,
		"victoria-metrics-operator": {
			// Custom resources are validated before they are committed, and the
			// webhook would get a new certificate at each rendering.
			admissionWebhooks: { enabled: false },
			// Otherwise, removing the bundle would delete the stores of all namespaces.
			crds: {
				// They come with victoria-metrics-crds; only both switches together leave them out.
				enabled: false,
				plain: false,
				cleanup: { enabled: false },
			},
			...(env.reserves && {
				resources: {
					requests: { cpu: "1", memory: "512Mi" },
					limits: { cpu: "2", memory: "2Gi" },
				},
			}),
		},
		vmcluster: metricsStore(env, {
			vmstorage: env.replicas.vmstorage,
			retention: env.retention.metrics,
			disk: env.disks.metrics,
		}),
		vmagent: {
			spec: {
				scrapeInterval: scrapeIntervals.platform,
				externalLabels: { cluster: env.cluster },
				inlineScrapeConfig: toYaml(scrapeJobs),
				extraArgs: {
					// Labels before relabelling, of thousands of pods in each job, would only be shown at /targets.
					"promscrape.dropOriginalLabels": "true",
					// A pod with several ports is discovered once per port.
					"promscrape.suppressDuplicateScrapeTargetErrors": "true",
				},
				...(env.reserves && {
					resources: {
						requests: { cpu: "4", memory: "4Gi" },
						limits: { cpu: "16", memory: "16Gi" },
					},
				}),
			},
		},
		vmalert: {
			spec: {
				evaluationInterval: scrapeIntervals.platform,
				...(env.reserves && {
					resources: {
						requests: { cpu: "500m", memory: "512Mi" },
						limits: { cpu: "2", memory: "2Gi" },
					},
				}),
			},
		},
		...(env.reserves && {
			alertmanager: {
				spec: {
					resources: {
						requests: { cpu: "250m", memory: "256Mi" },
						limits: { cpu: "1", memory: "1Gi" },
					},
				},
			},
		}),
		// Target of links in alerts.
		external: { grafana: { host: urlOf(endpoints.grafana, env) } },
		grafana: grafana(env),
		defaultDatasources: dataSources,
	}),
	objects(scope, env) {
		guardStore(scope, stores.metrics);
		expose(scope, endpoints.grafana, env);
		expose(scope, endpoints.metrics, env);
	},
});
