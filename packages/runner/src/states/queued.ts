import { reasonOf, retry } from "@lab/core";
import { until } from "../clock.ts";
import { runEnd } from "../run-end.ts";
import type { StateWork } from "../work.ts";

const EVERY_MS = 250;

/** Waits until the run holds its claim. */
export const queued: StateWork = async (work, signal) => {
	const { backend, log, print } = work;
	let lastLine: string | undefined;
	await until(
		async () => {
			const holder = await retry(() => backend.claim(runEnd(work), signal), {
				signal,
				onFailure(error, attempt) {
					const why = reasonOf(error);
					if (why === lastLine) return;
					lastLine = why;
					log.append("step-failed", { state: "queued", attempt, why });
					print(`cannot claim the namespace: ${why}`);
				},
			});
			if (holder !== lastLine && holder !== undefined)
				print(`waiting for ${holder}`);
			lastLine = holder;
			return holder === undefined;
		},
		EVERY_MS,
		signal,
	);
	log.append("lease-taken", { holder: work.folder.id });
};
