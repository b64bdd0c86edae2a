import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { toYaml, tryRun } from "@lab/core";
import { describeNeeding } from "@lab/core/testing";
import { ensureTools } from "@lab/toolchain";
import { expect, test } from "vitest";
import { add, bundle, findingsOf } from "../fixtures/_bundles.ts";
import { queries, templates } from "./_rule-texts.ts";

/** One group for each text, so that vmalert judges each of them. */
const cases = [
	...queries.map((text) => ({ text, rule: { record: "a", expr: text } })),
	...templates.map((text) => ({
		text,
		rule: { alert: "A", expr: "up", annotations: { summary: text } },
	})),
];

const groups = cases.map(({ rule }, index) => ({
	name: `case-${index}.`,
	rules: [rule],
}));

/** Texts that synth refuses. */
function refusedBySynth(): string[] {
	const found = findingsOf((app) => {
		add(bundle(app, "rules"), {
			apiVersion: "operator.victoriametrics.com/v1beta1",
			kind: "VMRule",
			spec: { groups },
		});
	}).filter(({ code }) => /^broken-(query|template)$/.test(code));
	return cases
		.filter((_, index) =>
			found.some(({ where }) => where.includes(`.groups.${index}.rules.`)),
		)
		.map(({ text }) => text);
}

describeNeeding(["go"], "vmalert", () => {
	test("refuses the queries and templates that synth refuses, and no others", async () => {
		const { vmalert } = await ensureTools(["vmalert"], {
			progress: { step() {}, note() {} },
		});
		const folder = await mkdtemp(join(tmpdir(), "vmalert-"));
		try {
			const file = join(folder, "rules.yaml");
			await writeFile(file, toYaml({ groups }));
			const { stdout, stderr } = await tryRun(
				vmalert.path,
				[
					...["-dryRun", `-rule=${file}`, "-loggerMaxArgLen=10000000"],
					"-datasource.url=http://127.0.0.1:1",
				],
				{ timeout: "1m" },
			);
			const said = `${stdout}${stderr}`;
			const refused = cases
				.filter((_, index) => said.includes(`invalid group "case-${index}."`))
				.map(({ text }) => text);
			expect(refused.length).toBeGreaterThan(50);
			expect(cases.length - refused.length).toBeGreaterThan(50);
			// vmalert writes these as they stand, which nobody wants.
			const unclosed = templates.filter(
				(text) => text.includes("{{") && !text.includes("}}"),
			);
			expect(refusedBySynth()).toEqual(
				cases
					.map(({ text }) => text)
					.filter((text) => refused.includes(text) || unclosed.includes(text)),
			);
		} finally {
			await rm(folder, { recursive: true });
		}
	}, 1_800_000);
});
