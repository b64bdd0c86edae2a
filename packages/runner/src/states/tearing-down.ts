import { exitCode, LabError } from "@lab/core";
import type { StateWork } from "../work.ts";

/** Removes everything and verifies that nothing is left. */
export const tearingDown: StateWork = async (work, signal) => {
	const { backend, log } = work;
	await work.follower?.stop();
	work.follower = undefined;
	await backend.teardown(signal);
	const left = await backend.leftovers(signal);
	if (left.length > 0) {
		throw new LabError({
			code: "left-behind",
			what: `${left.length} processes, files or objects remain: ${left.slice(0, 5).join(", ")}`,
			where: work.folder.id,
			help: "the runner retries; 'pnpm experiment gc' can finish it later",
			exit: exitCode.unavailable,
		});
	}
	await backend.unclaim(signal);
	log.append("torn-down", {
		attempt:
			log.all("step-failed").filter(({ state }) => state === "tearing-down")
				.length + 1,
	});
};
