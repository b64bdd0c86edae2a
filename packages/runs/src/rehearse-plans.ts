import { join } from "node:path";
import type { Plan } from "@lab/record";
import {
	folderAt,
	type Rehearsal,
	rehearse,
	waitUntilEmpty,
	withPlane,
} from "@lab/replica";
import type { Context } from "./context.ts";

/**
 * Creates the objects of each plan in turn on a real API server with a scheduler.
 *
 * @param times number of copies of each of the lab's machines
 */
export const rehearsePlans = (
	plans: readonly Plan[],
	times: number,
	{ root, progress, signal }: Pick<Context, "root" | "progress" | "signal">,
): Promise<Rehearsal[]> =>
	withPlane(
		{ folder: folderAt(join(root, ".lab/rehearsal")), times, progress, signal },
		async (api) => {
			const done: Rehearsal[] = [];
			for (const [index, plan] of plans.entries()) {
				const before = plans[index - 1];
				if (before !== undefined) await waitUntilEmpty(api, before, signal);
				progress.step(`${plan.name}: creating its objects`);
				done.push(await rehearse(api, plan, { progress, signal }));
			}
			return done;
		},
	);
