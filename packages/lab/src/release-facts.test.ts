import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import { charts } from "./charts.ts";
import { decidingDigest, readReleaseFacts } from "./release-facts.ts";

test("a release that was never rendered is unknown", () => {
	expect(readReleaseFacts("nothing", charts.longhorn, {})).toBeUndefined();
});

test("the record of another version of the chart is not used", () => {
	const chart = { ...charts.longhorn, version: "0.0.0" };
	expect(readReleaseFacts("longhorn", chart, {})).toBeUndefined();
});

test("after a change of what decides, the record is not exact", () => {
	expect(
		readReleaseFacts("longhorn", charts.longhorn, { new: true }),
	).toMatchObject({ exact: false });
});

const values = { ui: { enabled: true, name: "ui", replicas: 2, note: "a" } };

test.each([
	["an amount", { ui: { ...values.ui, replicas: 3 } }],
	["a text", { ui: { ...values.ui, note: "b" } }],
	["resources", { ui: { ...values.ui, resources: { limits: { cpu: 1 } } } }],
])("%s does not decide what a chart creates", (_what, changed) => {
	const before = { ui: { ...values.ui, resources: {} } };
	expect(
		decidingDigest({ ...before, ui: { ...before.ui, ...changed.ui } }),
	).toBe(decidingDigest(before));
});

test.each([
	["a switch", { ui: { ...values.ui, enabled: false } }],
	["a name", { ui: { ...values.ui, name: "web" } }],
	["a further key", { ...values, ingress: {} }],
	["the first entry of a list", { ...values, extra: [1] }],
])("%s may decide what a chart creates", (_what, changed) => {
	const before = { ...values, ...("extra" in changed && { extra: [] }) };
	expect(decidingDigest(changed)).not.toBe(decidingDigest(before));
});

test("for all values: the order of keys does not matter", () => {
	fc.assert(
		fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (some) => {
			const reversed = Object.fromEntries(Object.entries(some).reverse());
			expect(decidingDigest(reversed)).toBe(decidingDigest(some));
		}),
	);
});

const folder = join(import.meta.dirname, "generated/releases");

test.each(readdirSync(folder))("%s has the size of each rendering", (file) => {
	const { renderings } = JSON.parse(readFileSync(join(folder, file), "utf8"));
	expect(renderings.length).toBeGreaterThan(0);
	for (const { bytes } of renderings) expect(bytes).toBeGreaterThan(1000);
});
