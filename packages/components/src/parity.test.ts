import { environments } from "@lab/lab";
import { expect, test } from "vitest";
import { renderLab } from "./lab-tree.ts";
import { brokenParity, parityReport } from "./parity.ts";
import { predecessors } from "./predecessors.ts";
import { components } from "./registry.ts";

const tree = renderLab(components, environments.vaclab);

test("each of vaclab-2's 23 bundles is there, and no object stands twice", () => {
	expect(Object.keys(predecessors)).toHaveLength(23);
	for (const [bundle, list] of Object.entries(predecessors)) {
		const objects = list.map(({ object }) => object);
		expect(objects, bundle).toEqual([...new Set(objects)]);
		expect(objects.length, bundle).toBeGreaterThan(0);
	}
});

test("all that is said to stand for something is in the rendered tree", () => {
	expect(brokenParity(tree)).toEqual([]);
});

test.each([
	["a bundle", { in: "no-such-component" }],
	["an object", { in: "hubble", as: "Ingress no-such-ingress" }],
	["a chart", { in: "hubble" }],
	["a text among values", { in: "kyverno", says: "no such text" }],
])("%s that is not there is found", (_, here) => {
	const findings = brokenParity(tree, { from: [{ object: "Job j", here }] });
	expect(findings).toMatchObject([{ code: "broken-parity" }]);
	expect(findings[0]?.what).toContain("Job j of vaclab-2's from");
});

test("components that vaclab-2 had nothing of are told apart", () => {
	const report = parityReport(components);
	const [, fresh = ""] = report.split("## New here");
	expect(fresh).toContain("| node-feature-discovery |");
	expect(fresh).not.toContain("| homepage |");
});

test("what nothing stands for says why", () => {
	for (const { here } of Object.values(predecessors).flat())
		if ("nothing" in here) expect(here.nothing).toMatch(/\w+ \w+/);
});
