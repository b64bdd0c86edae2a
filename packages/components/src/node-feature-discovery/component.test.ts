import { expect, test } from "vitest";
import { renderComponent } from "../_render.ts";
import { nodeFeatureDiscovery } from "./component.ts";

test("it looks at every node, at those with a taint too", () => {
	expect(renderComponent(nodeFeatureDiscovery).values).toMatchObject({
		worker: { tolerations: [{ key: "dedicated", value: "monitoring" }] },
	});
});

test("it sets only what differs from the chart's defaults", () => {
	expect(renderComponent(nodeFeatureDiscovery).faults).toEqual([]);
});
