import { readFileSync } from "node:fs";
import { join } from "node:path";
import { changesTo } from "@lab/bundles";
import { renderTreeOf } from "@lab/cli";
import { components, parityReport } from "@lab/components";
import { readTree } from "@lab/core";
import { experiments, twinsReport } from "@lab/experiments";
import { environments } from "@lab/lab";
import { expect, test } from "vitest";

const root = join(import.meta.dirname, "..");

test.each([
	["fleet", environments.vaclab],
	["local-lab/fleet", environments.local],
] as const)(
	"%s is what the sources say (else: pnpm synth, then commit)",
	async (folder, env) => {
		const committed = await readTree(join(root, folder));
		const { bundles, files } = renderTreeOf(env);
		expect(changesTo(committed, bundles)).toEqual([]);
		expect(committed).toEqual(files);
	},
);

test("rendered in another order, the bytes are the same", () => {
	const forwards = renderTreeOf(environments.vaclab);
	const backwards = renderTreeOf(environments.vaclab, {
		components: [...components].reverse(),
		experiments: [...experiments].reverse(),
	});
	expect([...backwards.files]).toEqual([...forwards.files]);
});

test("docs/reports/parity.md is what the sources say (else: pnpm lab parity report, then commit)", () => {
	expect(readFileSync(join(root, "docs/reports/parity.md"), "utf8")).toBe(
		parityReport(components),
	);
});

test("docs/reports/experiments.md is what the sources say (else: pnpm lab experiments report, then commit)", () => {
	expect(readFileSync(join(root, "docs/reports/experiments.md"), "utf8")).toBe(
		twinsReport(experiments),
	);
});
