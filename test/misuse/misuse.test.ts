import { crdRuleFindings } from "@lab/bundles";
import { changeRuleFindings, updateFindings } from "@lab/bundles/update";
import { type Component, renderLab } from "@lab/components";
import { type Finding, LabError } from "@lab/core";
import { environments, type Facts, facts } from "@lab/lab";
import { checkFacts } from "@lab/lab/check";
import { expect, test } from "vitest";
import { factMisuses } from "./_facts.ts";
import { misuses } from "./_misuses.ts";

/** Errors that synth would report, if the lab consisted of some components. */
async function errorsOf(
	components: readonly Component[],
	before: readonly Component[] | undefined,
): Promise<readonly Finding[]> {
	try {
		const { findings, bundles } = renderLab(components, environments.vaclab);
		const committed = before && renderLab(before, environments.vaclab).files;
		return [
			...findings,
			...(await crdRuleFindings(bundles)),
			...(committed
				? [
						...updateFindings(committed, bundles),
						...(await changeRuleFindings(committed, bundles)),
					]
				: []),
		].filter(({ severity }) => severity === "error");
	} catch (error) {
		if (!(error instanceof LabError)) throw error;
		return error.findings;
	}
}

test.each(misuses.map((misuse) => [misuse.what, misuse] as const))(
	"%s",
	async (_, { components, before, answer }) => {
		const codes = (await errorsOf(components, before)).map(({ code }) => code);
		if ("silent" in answer) expect(codes, answer.silent).toEqual([]);
		else expect(codes).toContain(answer.code);
	},
);

test.each(factMisuses.map((misuse) => [misuse.what, misuse] as const))(
	"facts: %s",
	(_, { change, code }) => {
		const codes = checkFacts({ ...facts, ...change } as Facts).map(
			(finding) => finding.code,
		);
		if (code === undefined) expect(codes).toEqual([]);
		else expect(codes).toContain(code);
	},
);

test("at least fifty mistakes were tried", () => {
	expect(misuses.length).toBeGreaterThanOrEqual(50);
});
