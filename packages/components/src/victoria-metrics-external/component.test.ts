import { environments } from "@lab/lab";
import { expect, test } from "vitest";
import { renderComponent } from "../_render.ts";
import { victoriaMetrics } from "../victoria-metrics/component.ts";
import { victoriaMetricsExternal } from "./component.ts";

const { values, fleetYaml } = renderComponent(victoriaMetricsExternal);

test("only the store is enabled", () => {
	const enabled = Object.entries(values)
		.filter(([, part]) => (part as { enabled?: boolean }).enabled !== false)
		.map(([name]) => name);
	expect(enabled).toEqual(["vmcluster"]);
});

test("the store for public nodes has its own disk size", () => {
	expect(values).toHaveProperty(
		"vmcluster.spec.vmstorage.storage.volumeClaimTemplate.spec.resources.requests.storage",
		"200Gi",
	);
});

test("it depends on the operator that runs it", () => {
	expect(fleetYaml.dependsOn).toContainEqual(
		expect.objectContaining({ name: victoriaMetrics.name }),
	);
});

test.each(Object.values(environments))(
	"it passes every check in $name",
	(env) => {
		expect(renderComponent(victoriaMetricsExternal, env).faults).toEqual([]);
	},
);
