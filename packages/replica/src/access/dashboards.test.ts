import { expect, test } from "vitest";
import { dashboardsOf } from "./dashboards.ts";
import type { Endpoints } from "./endpoints.ts";

const endpoints = {
	prometheusUrl: "http://127.0.0.1:1",
	logsUrl: "http://127.0.0.1:1",
} as Endpoints;

test("without Grafana, queries select all values of a dashboard's variables", () => {
	const expressions = [
		'up{node=~"$node", job="etcd"}',
		'rate(a{namespace="$' + '{namespace}"}[2m])',
	];
	const dashboard = {
		panels: [{ panels: [{ targets: expressions.map((expr) => ({ expr })) }] }],
	};
	const configMap = {
		apiVersion: "v1",
		kind: "ConfigMap",
		metadata: { name: "x", labels: { grafana_dashboard: "1" } },
		data: { "health.json": JSON.stringify(dashboard) },
	};
	const bundle = { objects: [configMap] } as unknown as Parameters<
		typeof dashboardsOf
	>[0][number];
	const { health = "" } = dashboardsOf([bundle], endpoints);
	const shown = new URLSearchParams(health.split("?")[1]);
	expect([...shown.values()]).toEqual([
		'up{node=~".*", job="etcd"}',
		'rate(a{namespace=~".*"}[2m])',
	]);
});
