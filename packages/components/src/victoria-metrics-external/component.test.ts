import { environments } from "@lab/lab";
import { expect, test } from "vitest";
import { renderComponent } from "../_render.ts";
import { victoriaMetrics } from "../victoria-metrics/component.ts";
import { victoriaMetricsExternal } from "./component.ts";

const { values, fleetYaml } = renderComponent(victoriaMetricsExternal);

test("it is a store and nothing else", () => {
	const enabled = Object.entries(values)
		.filter(([, part]) => (part as { enabled?: boolean }).enabled !== false)
		.map(([name]) => name);
	expect(enabled).toEqual(["vmcluster"]);
});

test("public nodes fill a store of their own size", () => {
	expect(values).toHaveProperty(
		"vmcluster.spec.vmstorage.storage.volumeClaimTemplate.spec.resources.requests.storage",
		"200Gi",
	);
});

test("it waits for the operator that runs it", () => {
	expect(fleetYaml.dependsOn).toContainEqual(
		expect.objectContaining({ name: victoriaMetrics.name }),
	);
});

test.each(Object.values(environments))("every rule holds in $name", (env) => {
	expect(renderComponent(victoriaMetricsExternal, env).faults).toEqual([]);
});
