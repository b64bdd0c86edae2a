import { fromYaml } from "@lab/core";
import { environments, secrets } from "@lab/lab";
import { scrapeJobs } from "@lab/monitoring";
import { describe, expect, test } from "vitest";
import { renderComponent } from "../_render.ts";
import { victoriaMetrics } from "./component.ts";

const { values, object } = renderComponent(victoriaMetrics);

test("the lab keeps metrics for half a year, in two copies on three workers", () => {
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

test("nothing is fetched or generated at each rendering", () => {
	expect(values).toMatchObject({
		syncJob: { enabled: false },
		"victoria-metrics-operator": { admissionWebhooks: { enabled: false } },
		grafana: { admin: { existingSecret: secrets.grafanaAdmin.name } },
	});
});

test("removing the bundle does not delete the stores of all namespaces", () => {
	expect(values).toHaveProperty(
		["victoria-metrics-operator", "crds", "cleanup", "enabled"],
		false,
	);
});

test("vmagent scrapes the lab's jobs, and adds the cluster's name to every series", () => {
	const { spec } = values.vmagent as {
		spec: { inlineScrapeConfig: string; externalLabels: unknown };
	};
	expect(fromYaml(spec.inlineScrapeConfig, "inlineScrapeConfig")).toEqual(
		JSON.parse(JSON.stringify(scrapeJobs)),
	);
	expect(spec.externalLabels).toEqual({ cluster: "vaclab" });
});

describe("Grafana", () => {
	test("users log in with Authentik, and the values contain no secret", () => {
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

	test("in the replica, which has no login with Authentik, it shows its own form", () => {
		const local = renderComponent(victoriaMetrics, environments.local).values;
		expect(local.grafana).not.toHaveProperty(["grafana.ini", "auth"]);
		expect(local.grafana).not.toHaveProperty("extraSecretMounts");
	});

	test("it prefers the control plane, but may move", () => {
		expect(values.grafana).toHaveProperty(
			"affinity.nodeAffinity.preferredDuringSchedulingIgnoredDuringExecution",
		);
		expect(values.grafana).not.toHaveProperty("nodeSelector");
	});

	test("it reads both metrics stores and both log stores", () => {
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

test("clients outside the cluster can read metrics but not delete them", () => {
	expect(object("Ingress", "metrics").spec).toMatchObject({
		rules: [
			{
				http: {
					paths: [{ path: "/select" }, { path: "/", pathType: "Exact" }],
				},
			},
		],
	});
});

test.each(Object.values(environments))(
	"it passes every check in $name",
	(env) => {
		expect(renderComponent(victoriaMetrics, env).faults).toEqual([]);
	},
);
