import { renderTree } from "@lab/bundles";
import { environments, platform } from "@lab/lab";
import { App } from "cdk8s";
import { expect, test } from "vitest";
import { planFor } from "../plan-for.ts";
import { experiments } from "../registry.ts";
import { addParked } from "./parked.ts";

const provenance = { commit: "0", dirty: false, versions: {}, machines: [] };

test("the parked bundles in Git are byte for byte the files of the plans", () => {
	const app = new App();
	addParked(app, experiments, environments.vaclab);
	const tree = renderTree(app, {
		namespaces: platform.namespaces,
		crdGroups: platform.apiGroups,
	});
	expect(tree.bundles.length).toBeGreaterThan(8);
	for (const { folder, files } of tree.bundles) {
		const experiment = experiments.find(
			({ name }) => folder === `experiments/${name}`,
		);
		if (experiment === undefined)
			throw new Error(`${folder} belongs to no experiment`);
		const { cluster } = planFor(experiment, { backend: "cluster", provenance });
		expect(Object.fromEntries(files)).toEqual(cluster?.files);
	}
}, 60_000);
