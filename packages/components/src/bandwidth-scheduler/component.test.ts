import { bandwidth, charts, environments, readChartFacts } from "@lab/lab";
import { expect, test } from "vitest";
import { renderComponent } from "../_render.ts";
import { bandwidthScheduler } from "./component.ts";

test("it comes after the operator whose kinds it reads", () => {
	expect(
		renderComponent(bandwidthScheduler).fleetYaml.dependsOn?.map(
			({ name }) => name,
		),
	).toEqual(["bandwidth-operator"]);
});

test.runIf(readChartFacts(charts.vaclabScheduler))(
	"the name and the annotations that experiments rely on are the chart's defaults",
	() => {
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
	},
);

test("it sets only what differs from the chart's defaults", () => {
	for (const env of Object.values(environments))
		expect(renderComponent(bandwidthScheduler, env).faults).toEqual([]);
});
