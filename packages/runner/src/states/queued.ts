import { until } from "../clock.ts";
import { mayPass, persist, reasonOf } from "../persist.ts";
import { runEnd } from "../run-end.ts";
import type { Step } from "../work.ts";

const EVERY_MS = 250;

/** Waits for its turn. */
export const queued: Step = async (work, signal) => {
	const { backend, log, tell } = work;
	let told: string | undefined;
	await until(
		async () => {
			const holder = await persist(
				() => backend.claim(runEnd(work), signal),
				signal,
				mayPass,
				(error, attempt) => {
					const why = reasonOf(error);
					if (why === told) return;
					told = why;
					log.append("step-failed", { state: "queued", attempt, why });
					tell(`cannot ask for its turn: ${why}`);
				},
			);
			if (holder !== told && holder !== undefined) tell(`waits for ${holder}`);
			told = holder;
			return holder === undefined;
		},
		EVERY_MS,
		signal,
	);
	log.append("lease-taken", { holder: work.folder.id });
};
