import { readFile } from "node:fs/promises";
import { assertNoFaults, LabError } from "@lab/core";
import { checkPlan, type Plan } from "@lab/record";

/**
 * Reads a plan written by `experiment plan`.
 *
 * @param name path as given by the engineer, for findings
 * @throws LabError `invalid-json`, or every fault of the plan
 */
export async function readPlanFile(path: string, name: string): Promise<Plan> {
	let value: unknown;
	try {
		value = JSON.parse(await readFile(path, "utf8"));
	} catch (error) {
		throw new LabError({
			code: "invalid-json",
			what: error instanceof Error ? error.message : String(error),
			where: path,
			help: "write plans with 'pnpm experiment plan', never by hand",
		});
	}
	assertNoFaults(checkPlan(value, name));
	return value as Plan;
}
