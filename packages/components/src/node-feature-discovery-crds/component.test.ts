import { charts } from "@lab/lab";
import { expect, test } from "vitest";
import { renderComponent } from "../_render.ts";
import { nodeFeatureDiscovery } from "../node-feature-discovery/component.ts";
import { nodeFeatureDiscoveryCrds } from "./component.ts";

const { fleetYaml, faults, objects } = renderComponent(
	nodeFeatureDiscoveryCrds,
);

test("it takes over the kinds that the chart installed, and never deletes them", () => {
	expect(fleetYaml).toMatchObject({
		keepResources: true,
		helm: { takeOwnership: true },
	});
	expect(objects.map(({ metadata }) => metadata.name).sort()).toEqual([
		"nodefeaturegroups.nfd.k8s-sigs.io",
		"nodefeaturerules.nfd.k8s-sigs.io",
		"nodefeatures.nfd.k8s-sigs.io",
	]);
	expect(faults).toEqual([]);
});

test("the chart waits for the kinds, so that an upgrade brings its own", () => {
	expect(nodeFeatureDiscovery.needs).toContain(nodeFeatureDiscoveryCrds);
	expect(charts.nodeFeatureDiscovery.crdGroups).toEqual([]);
});
