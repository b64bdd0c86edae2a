import { environments } from "@lab/lab";
import { expect, test } from "vitest";
import { renderLab } from "./lab-tree.ts";
import { missingReplacements, vaclab2Report } from "./predecessor-report.ts";
import { predecessors } from "./predecessors.ts";
import { components } from "./registry.ts";

const tree = renderLab(components, environments.vaclab);

test("all 23 bundles of vaclab-2 are listed, and no object twice", () => {
	expect(Object.keys(predecessors)).toHaveLength(23);
	for (const [bundle, list] of Object.entries(predecessors)) {
		const objects = list.map(({ object }) => object);
		expect(objects, bundle).toEqual([...new Set(objects)]);
		expect(objects.length, bundle).toBeGreaterThan(0);
	}
});

test("all replacements are in the rendered tree", () => {
	expect(missingReplacements(tree)).toEqual([]);
});

test.each([
	["bundle", { component: "no-such-component" }],
	["object", { component: "hubble", object: "Ingress no-such-ingress" }],
	["chart", { component: "hubble" }],
	["text in values", { component: "kyverno", valuesContain: "no such text" }],
])("a missing %s is found", (_, replacement) => {
	const findings = missingReplacements(tree, {
		from: [{ object: "Job j", replacement }],
	});
	expect(findings).toMatchObject([{ code: "missing-successor" }]);
	expect(findings[0]?.what).toContain("Job j of vaclab-2's from");
});

test("components without a predecessor are listed separately", () => {
	const report = vaclab2Report(components);
	const [, added = ""] = report.split("## New components");
	expect(added).toContain("| node-feature-discovery |");
	expect(added).not.toContain("| homepage |");
});

test("objects without a replacement have a reason", () => {
	for (const { replacement } of Object.values(predecessors).flat())
		if ("none" in replacement) expect(replacement.none).toMatch(/\w+ \w+/);
});
