import { expect, test } from "vitest";
import { renderComponent } from "../_render.ts";
import { nodeFeatureDiscovery } from "./component.ts";

test("it runs on every node, including tainted ones", () => {
	expect(renderComponent(nodeFeatureDiscovery).values).toMatchObject({
		worker: { tolerations: [{ key: "dedicated", value: "monitoring" }] },
	});
});

test("it sets only values that differ from the chart's defaults", () => {
	expect(renderComponent(nodeFeatureDiscovery).faults).toEqual([]);
});
