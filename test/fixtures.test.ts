import { readdirSync } from "node:fs";
import { join } from "node:path";
import type { Finding } from "@lab/core";
import { rules } from "@lab/lab/check";
import { expect, test } from "vitest";

interface Fixture {
	/** The code that this fault is reported under. */
	readonly code: string;
	findings(): readonly Finding[] | Promise<readonly Finding[]>;
}

const folder = join(import.meta.dirname, "fixtures");
const faults = readdirSync(folder, { withFileTypes: true })
	.filter((entry) => entry.isDirectory())
	.map(({ name }) => name);

test.each(faults)("the fault %s is found under its own code", async (fault) => {
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

test.each(rules.map(({ code }) => code))(
	"the rule %s has a fixture of its name",
	(code) => {
		expect(faults).toContain(code);
	},
);
