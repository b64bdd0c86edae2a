import { readdirSync } from "node:fs";
import { join } from "node:path";
import { rules as rulesForBundles } from "@lab/bundles/check";
import { updateRules } from "@lab/bundles/update";
import type { Finding } from "@lab/core";
import { rules as rulesForFacts } from "@lab/lab/check";
import { expect, test } from "vitest";

interface Fixture {
	/** Code of the expected finding. */
	readonly code: string;
	findings(): readonly Finding[] | Promise<readonly Finding[]>;
}

const folder = join(import.meta.dirname, "fixtures");
const faults = readdirSync(folder, { withFileTypes: true })
	.filter((entry) => entry.isDirectory())
	.map(({ name }) => name);

test.each(faults)("the fault %s is reported with its code", async (fault) => {
	const { code, findings } = (await import(
		join(folder, fault, "fixture.ts")
	)) as Fixture;
	const errors = (await findings()).filter(
		({ severity }) => severity === "error",
	);
	expect(errors.map((finding) => finding.code)).toContain(code);
	for (const { what, where, help } of errors) {
		expect(what.length * where.length * help.length).toBeGreaterThan(0);
	}
});

test.each(
	[...rulesForFacts, ...rulesForBundles, ...updateRules].map(
		({ code }) => code,
	),
)("the rule %s has a fixture", (code) => {
	expect(faults).toContain(code);
});
