import { bandwidth, charts, environments, readChartFacts } from "@lab/lab";
import { expect, test } from "vitest";
import { renderComponent } from "../_render.ts";
import { bandwidthScheduler } from "./component.ts";

test("it depends on the operator whose custom resources it reads", () => {
	expect(
		renderComponent(bandwidthScheduler).fleetYaml.dependsOn?.map(
			({ name }) => name,
		),
	).toEqual(["bandwidth-operator"]);
});

test("the chart's defaults are the scheduler name and annotations that experiments use", () => {
	expect(readChartFacts(charts.vaclabScheduler)?.values).toMatchObject({
		scheduler: { name: bandwidth.schedulerName },
		pluginConfig: [
			{
				args: {
					egressBandwidthAnnotation: bandwidth.annotations.legacyEgress,
					ingressBandwidthAnnotation: bandwidth.annotations.legacyIngress,
				},
			},
		],
	});
});

test("it sets only values that differ from the chart's defaults", () => {
	for (const env of Object.values(environments))
		expect(renderComponent(bandwidthScheduler, env).faults).toEqual([]);
});
