import { environments } from "@lab/lab";
import { expect, test } from "vitest";
import { renderComponent } from "../_render.ts";
import { bandwidthOperator } from "./component.ts";

test("all nodes get the most common NIC rate, and a higher rate for local traffic", () => {
	expect(renderComponent(bandwidthOperator).values).toMatchObject({
		manager: {
			bandwidth: {
				local: { uplink: 50_000, downlink: 50_000 },
				network: { uplink: 40_000, downlink: 40_000 },
			},
		},
	});
});

test("the replica keeps the chart's resources", () => {
	expect(
		renderComponent(bandwidthOperator, environments.local).values,
	).not.toHaveProperty("manager.resources");
});

test("it sets only values that the chart reads and that differ from its defaults", () => {
	expect(renderComponent(bandwidthOperator).faults).toEqual([]);
});
