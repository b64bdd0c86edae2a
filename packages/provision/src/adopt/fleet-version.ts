import type { Step } from "./adoption.ts";

/** Our bundles need a Fleet that knows `acceptedStates`; an older one would drop it silently. */
export const fleetVersion: Step = {
	name: "fleet-version",
	purpose: "Fleet understands our bundles",
	async plan({ cluster }) {
		const crd = await cluster.get({
			apiVersion: "apiextensions.k8s.io/v1",
			kind: "CustomResourceDefinition",
			metadata: { name: "bundles.fleet.cattle.io" },
		});
		if (JSON.stringify(crd?.spec ?? {}).includes("acceptedStates")) return [];
		return [
			{
				what: crd === undefined ? "Fleet is not installed" : "Fleet is too old",
				why: "it would ignore acceptedStates, and wait for bundles that have drifted",
				help: "upgrade Rancher, which brings Fleet: pnpm provision cluster",
				by: "first",
			},
		];
	},
};
