import { LabError } from "@lab/core";
import { membersOf, type Sweep } from "@lab/experiments";
import type { PlannedMember } from "../sweep-state.ts";
import { type PlanRequest, planner, type Settings } from "./plan-named.ts";

/**
 * Makes a plan for every run of a sweep.
 *
 * @param fixed settings that all runs share
 * @throws LabError `wrong-sweep`, or with the faults of a plan
 */
export async function planSweep(
	sweep: Sweep,
	fixed: Settings,
	request: PlanRequest,
	root: string,
): Promise<PlannedMember[]> {
	assertVariedOnce(sweep, Object.keys(fixed));
	const planOf = await planner(sweep.experiment, request, root);
	try {
		const members = membersOf(sweep, fixed, request.seed).map((member) => ({
			...member,
			plan: planOf({ ...fixed, ...member.settings }, member.seed),
		}));
		assertDifferent(sweep, members);
		return members;
	} catch (error) {
		if (!(error instanceof RangeError)) throw error;
		throw new LabError({
			code: "wrong-sweep",
			what: error.message,
			where: sweep.name,
			help: "give every --zip the same number of values, and leave at least one run",
			cause: error,
		});
	}
}

/** @throws LabError `wrong-sweep` if the sweep would override a parameter that is already set */
function assertVariedOnce(
	{ name, grid = {}, zip = {}, list = [] }: Sweep,
	fixed: readonly string[],
): void {
	const columns = [...Object.keys(grid), ...Object.keys(zip)];
	const varied = [...columns, ...new Set(list.flatMap(Object.keys))];
	const twice = firstDuplicate([...fixed, ...varied]);
	if (twice === undefined) return;
	throw new LabError({
		code: "wrong-sweep",
		what: `'${twice}' is set more than once`,
		where: name,
		help: "name it in one of --grid, --zip and --set",
	});
}

/** @throws LabError `wrong-sweep` if two runs have the same plan, as with `size=1Ki` and `size=1024B` */
function assertDifferent(
	{ name }: Sweep,
	members: readonly PlannedMember[],
): void {
	const seen = new Map<string, string>();
	for (const { label, plan } of members) {
		const before = seen.get(plan.hash);
		seen.set(plan.hash, label);
		if (before === undefined) continue;
		throw new LabError({
			code: "wrong-sweep",
			what: `'${before}' and '${label}' are the same run`,
			where: name,
			help: "give each value once; --replicates repeats each run",
		});
	}
}

/** First word that occurs more than once. */
export const firstDuplicate = (words: readonly string[]): string | undefined =>
	words.find((word, index) => words.indexOf(word) !== index);
