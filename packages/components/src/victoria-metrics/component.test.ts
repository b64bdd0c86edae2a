import { fromYaml } from "@lab/core";
import { environments, secrets } from "@lab/lab";
import { scrapeJobs } from "@lab/monitoring";
import { describe, expect, test } from "vitest";
import { renderComponent } from "../_render.ts";
import { victoriaMetrics } from "./component.ts";

const { values, object } = renderComponent(victoriaMetrics);

test("the lab keeps two copies of half a year on three workers' disks", () => {
	expect(values).toMatchObject({
		vmsingle: { enabled: false },
		vmcluster: {
			spec: {
				retentionPeriod: "180d",
				replicationFactor: 2,
				vmstorage: {
					replicaCount: 3,
					nodeSelector: { "node-role.kubernetes.io/worker": "true" },
					storage: {
						volumeClaimTemplate: {
							spec: {
								storageClassName: "longhorn-vaclab",
								resources: { requests: { storage: "500Gi" } },
							},
						},
					},
				},
			},
		},
	});
});

test("nothing is fetched or drawn anew at each rendering", () => {
	expect(values).toMatchObject({
		syncJob: { enabled: false },
		"victoria-metrics-operator": { admissionWebhooks: { enabled: false } },
		grafana: { admin: { existingSecret: secrets.grafanaAdmin.name } },
	});
});

test("taking the bundle away leaves the stores of all namespaces alone", () => {
	expect(values).toHaveProperty(
		["victoria-metrics-operator", "crds", "cleanup", "enabled"],
		false,
	);
});

test("vmagent scrapes the lab's own jobs, and every series says of which cluster it is", () => {
	const { spec } = values.vmagent as {
		spec: { inlineScrapeConfig: string; externalLabels: unknown };
	};
	expect(fromYaml(spec.inlineScrapeConfig, "inlineScrapeConfig")).toEqual(
		JSON.parse(JSON.stringify(scrapeJobs)),
	);
	expect(spec.externalLabels).toEqual({ cluster: "vaclab" });
});

describe("Grafana", () => {
	test("people log in at Authentik, and no secret stands in the values", () => {
		expect(values).toMatchObject({
			grafana: {
				"grafana.ini": {
					server: { root_url: "https://grafana.lab.vac.dev" },
					auth: { disable_login_form: true },
					"auth.generic_oauth": {
						client_secret: "$__file{/etc/secrets/authentik-oidc/client_secret}",
					},
				},
				extraSecretMounts: [{ secretName: secrets.grafanaOidcClient.name }],
			},
		});
	});

	test("in the replica, where nobody can log in at Authentik, it shows its own form", () => {
		const local = renderComponent(victoriaMetrics, environments.local).values;
		expect(local.grafana).not.toHaveProperty(["grafana.ini", "auth"]);
		expect(local.grafana).not.toHaveProperty("extraSecretMounts");
	});

	test("it prefers the control plane but may move", () => {
		expect(values.grafana).toHaveProperty(
			"affinity.nodeAffinity.preferredDuringSchedulingIgnoredDuringExecution",
		);
		expect(values.grafana).not.toHaveProperty("nodeSelector");
	});

	test("it reads both stores of metrics and both of logs", () => {
		const { victoriametrics, extra } = values.defaultDatasources as {
			victoriametrics: { datasources: { uid: string }[] };
			extra: { uid: string }[];
		};
		expect(
			[...victoriametrics.datasources, ...extra].map(({ uid }) => uid),
		).toEqual([
			"VictoriaMetrics",
			"VictoriaMetricsDS",
			"VictoriaLogs",
			"VictoriaMetricsPublic",
			"VictoriaLogsPublic",
		]);
	});
});

test.each([
	["grafana", "grafana.lab.vac.dev"],
	["metrics", "metrics.lab.vac.dev"],
])("the Ingress %s is at %s", (name, host) => {
	expect(object("Ingress", name).spec).toMatchObject({ rules: [{ host }] });
});

test("whoever reads metrics from outside cannot delete any", () => {
	expect(object("Ingress", "metrics").spec).toMatchObject({
		rules: [{ http: { paths: [{ path: "/select" }] } }],
	});
});

test.each(Object.values(environments))("every rule holds in $name", (env) => {
	expect(renderComponent(victoriaMetrics, env).faults).toEqual([]);
});
