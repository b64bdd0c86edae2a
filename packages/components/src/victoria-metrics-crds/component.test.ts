import { expect, test } from "vitest";
import { renderComponent } from "../_render.ts";
import { victoriaMetrics } from "../victoria-metrics/component.ts";
import { victoriaMetricsCrds } from "./component.ts";

const { fleetYaml, faults } = renderComponent(victoriaMetricsCrds);

test("it takes over the kinds that the stack's chart installed, and never deletes them", () => {
	expect(fleetYaml).toMatchObject({
		keepResources: true,
		helm: { chart: "victoria-metrics-operator-crds", takeOwnership: true },
	});
	expect(faults).toEqual([]);
});

test("the stack waits for the kinds, and installs none itself", () => {
	expect(victoriaMetrics.needs).toContain(victoriaMetricsCrds);
	expect(renderComponent(victoriaMetrics).values).toMatchObject({
		"victoria-metrics-operator": { crds: { enabled: false, plain: false } },
	});
});
