import { toYaml } from "@lab/core";
import { charts, endpoints, stores, urlOf } from "@lab/lab";
import { scrapeIntervals, scrapeJobs } from "@lab/monitoring";
import { metricsStore, withoutParts } from "../_metrics-store.ts";
import { defineComponent } from "../component.ts";
import { expose } from "../exposure.ts";
import { storage } from "../storage/component.ts";
import { dataSources, grafana } from "./_grafana.ts";

/** Metrics of the lab: scraped, stored, judged and shown. */
export const victoriaMetrics = defineComponent({
	name: "victoria-metrics",
	purpose: "scrapes, stores and shows metrics",
	namespace: stores.metrics.namespace,
	chart: charts.victoriaMetricsStack,
	needs: [storage],
	values: (env) => ({
		...withoutParts,
		"victoria-metrics-operator": {
			// Every custom resource is checked against its CRD before it is
			// committed; a webhook would draw a new certificate at each rendering.
			admissionWebhooks: { enabled: false },
			// Else taking the bundle away would delete the stores of every namespace.
			crds: { cleanup: { enabled: false } },
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
				// A pod with several ports is found once for each.
				extraArgs: {
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
		// Where an alert's link leads.
		external: { grafana: { host: urlOf(endpoints.grafana, env) } },
		grafana: grafana(env),
		defaultDatasources: dataSources,
	}),
	objects(scope, env) {
		expose(scope, endpoints.grafana, env);
		expose(scope, endpoints.metrics, env);
	},
});
