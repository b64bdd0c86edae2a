import { authentik } from "./authentik/component.ts";
import { authentikBlueprints } from "./authentik-blueprints/component.ts";
import { authentikConfig } from "./authentik-config/component.ts";
import { authentikTokenSync } from "./authentik-token-sync/component.ts";
import { bandwidthOperator } from "./bandwidth-operator/component.ts";
import { bandwidthResources } from "./bandwidth-resources/component.ts";
import { bandwidthScheduler } from "./bandwidth-scheduler/component.ts";
import { certIssuers } from "./cert-issuers/component.ts";
import type { Component } from "./component.ts";
import { grafanaDashboards } from "./grafana-dashboards/component.ts";
import { homepage } from "./homepage/component.ts";
import { hubble } from "./hubble/component.ts";
import { kubeStateMetrics } from "./kube-state-metrics/component.ts";
import { kyverno } from "./kyverno/component.ts";
import { kyvernoPolicies } from "./kyverno-policies/component.ts";
import { longhorn } from "./longhorn/component.ts";
import { nodeExporter } from "./node-exporter/component.ts";
import { nodeFeatureDiscovery } from "./node-feature-discovery/component.ts";
import { nodeFeatureDiscoveryCrds } from "./node-feature-discovery-crds/component.ts";
import { otlpCollector } from "./otlp-collector/component.ts";
import { otlpCollectorExternal } from "./otlp-collector-external/component.ts";
import { policyReporter } from "./policy-reporter/component.ts";
import { storage } from "./storage/component.ts";
import { traefikMiddlewares } from "./traefik-middlewares/component.ts";
import { victoriaLogs } from "./victoria-logs/component.ts";
import { victoriaLogsCollector } from "./victoria-logs-collector/component.ts";
import { victoriaLogsExternal } from "./victoria-logs-external/component.ts";
import { victoriaMetrics } from "./victoria-metrics/component.ts";
import { victoriaMetricsCrds } from "./victoria-metrics-crds/component.ts";
import { victoriaMetricsExternal } from "./victoria-metrics-external/component.ts";
import { victoriaMetricsRules } from "./victoria-metrics-rules/component.ts";

/** Every component of the lab. */
export const components: readonly Component[] = [
	authentik,
	authentikBlueprints,
	authentikConfig,
	authentikTokenSync,
	bandwidthOperator,
	bandwidthResources,
	bandwidthScheduler,
	certIssuers,
	grafanaDashboards,
	homepage,
	hubble,
	kubeStateMetrics,
	kyverno,
	kyvernoPolicies,
	longhorn,
	nodeExporter,
	nodeFeatureDiscovery,
	nodeFeatureDiscoveryCrds,
	otlpCollector,
	otlpCollectorExternal,
	policyReporter,
	storage,
	traefikMiddlewares,
	victoriaLogs,
	victoriaLogsCollector,
	victoriaLogsExternal,
	victoriaMetrics,
	victoriaMetricsCrds,
	victoriaMetricsExternal,
	victoriaMetricsRules,
];
