import { environments } from "@lab/lab";
import { dashboards } from "@lab/monitoring";
import { expect, test } from "vitest";
import { renderComponent } from "../_render.ts";
import { victoriaMetrics } from "../victoria-metrics/component.ts";
import { grafanaDashboards } from "./component.ts";

const { object, objects, fleetYaml } = renderComponent(grafanaDashboards);

test.each(dashboards.map(({ name }) => name))(
	"Grafana's sidecar can find and read %s",
	(name) => {
		const map = object("ConfigMap", `dashboard-${name}`);
		expect(map.metadata.labels).toMatchObject({ grafana_dashboard: "1" });
		const data = map.data as Record<string, string>;
		expect(JSON.parse(data[`${name}.json`] ?? "")).toMatchObject({ uid: name });
	},
);

test("it contains only dashboards, in the namespace that the sidecar watches", () => {
	expect(objects).toHaveLength(dashboards.length);
	expect(fleetYaml.defaultNamespace).toBe(victoriaMetrics.namespace);
});

test("each dashboard is in its Grafana folder", () => {
	const { values } = renderComponent(victoriaMetrics);
	const annotation = (
		values.grafana as { sidecar: { dashboards: { folderAnnotation: string } } }
	).sidecar.dashboards.folderAnnotation;
	for (const { name, folder } of dashboards)
		expect(
			object("ConfigMap", `dashboard-${name}`).metadata.annotations,
		).toMatchObject({ [annotation]: folder });
});

test.each(Object.values(environments))(
	"it passes every check in $name",
	(env) => {
		expect(renderComponent(grafanaDashboards, env).faults).toEqual([]);
	},
);
