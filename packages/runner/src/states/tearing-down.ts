import { exitCode, LabError } from "@lab/core";
import type { Step } from "../work.ts";

/** Takes everything away, and looks whether it is gone. */
export const tearingDown: Step = async (work, signal) => {
	const { backend, log } = work;
	await work.follower?.stop();
	work.follower = undefined;
	await backend.teardown(signal);
	const left = await backend.leftovers(signal);
	if (left.length > 0) {
		throw new LabError({
			code: "left-behind",
			what: `${left.length} things are still there: ${left.slice(0, 5).join(", ")}`,
			where: work.folder.id,
			help: "the runner tries again; 'pnpm experiment gc' does so later",
			exit: exitCode.letDown,
		});
	}
	await backend.unclaim(signal);
	log.append("torn-down", {
		attempt:
			log.all("step-failed").filter(({ state }) => state === "tearing-down")
				.length + 1,
	});
};
