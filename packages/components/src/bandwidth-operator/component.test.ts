import { environments } from "@lab/lab";
import { expect, test } from "vitest";
import { renderComponent } from "../_render.ts";
import { bandwidthOperator } from "./component.ts";

test("nodes have the rate that most of them have, and more between pods of one node", () => {
	expect(renderComponent(bandwidthOperator).values).toMatchObject({
		manager: {
			bandwidth: {
				local: { uplink: 50_000, downlink: 50_000 },
				network: { uplink: 40_000, downlink: 40_000 },
			},
		},
	});
});

test("the replica reserves no more than the chart asks for", () => {
	expect(
		renderComponent(bandwidthOperator, environments.local).values,
	).not.toHaveProperty("manager.resources");
});

test("it sets nothing that the chart does not read, or has as its default", () => {
	expect(renderComponent(bandwidthOperator).faults).toEqual([]);
});
