import type { Judgement, Plan } from "@lab/record";
import { type Execution, type Judge, processBackend } from "@lab/runner";

/** How this program runs runs: with which backends, and who judges. */
export const execution = (tell: (text: string) => void): Execution => ({
	makeBackend: (plan, folder, options) =>
		processBackend(plan, folder, options, tell),
	judge,
	tell,
});

const judge: Judge = async (
	_folder: string,
	_plan: Plan,
	conditions,
): Promise<Judgement[]> =>
	conditions.map((condition) => ({
		condition,
		holds: "unknown",
		why: `${condition.measure}: no analysis has looked at the dataset`,
	}));
