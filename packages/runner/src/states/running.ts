import { isRetryable, reasonOf, retry } from "@lab/core";
import { endOf, isDisturbance, type TimelineStep } from "@lab/record";
import { now, plusMilliseconds, sleepUntil } from "../clock.ts";
import { disturb, leadOf } from "../disturb.ts";
import { publishStep } from "../publish-step.ts";
import { watchNodes } from "../watch-nodes.ts";
import type { StateWork, Work } from "../work.ts";

const LEAD_MS = 300;

/** Plays the timeline. A resumed runner does not repeat completed steps. */
export const running: StateWork = async (work, signal) => {
	const { log, plan } = work;
	// Leaves time for the first probe of a disturbance that starts at once.
	const leadMs = Math.max(
		0,
		...plan.timeline
			.filter(isDisturbance)
			.map((step) => leadOf(step) - step.atMs),
	);
	const started =
		log.last("timeline-started") ??
		log.append("timeline-started", {
			zero: String(plusMilliseconds(now(), leadMs + LEAD_MS)),
		});
	const zero = BigInt(started.zero);
	const stopWatching = watchNodes(work, signal);
	try {
		await Promise.all(
			plan.timeline.map((step) => play(work, step, zero, signal)),
		);
		const end = Math.max(0, ...plan.timeline.map(endOf));
		await sleepUntil(plusMilliseconds(zero, end), signal);
	} finally {
		await stopWatching();
	}
};

async function play(
	work: Work,
	step: TimelineStep,
	zero: bigint,
	signal: AbortSignal,
): Promise<void> {
	const { log } = work;
	const about = (event: { step: string }) => event.step === step.name;
	if (
		log.all("step-finished").some(about) ||
		log.all("step-skipped").some(about)
	) {
		return;
	}
	const begin = plusMilliseconds(zero, step.atMs);
	const start = async () => {
		await sleepUntil(begin, signal);
		if (log.all("step-started").some(about)) return;
		log.append("step-started", { step: step.name });
		work.print(`${step.name} started`);
	};
	const finish = (note?: string) =>
		log.append("step-finished", {
			step: step.name,
			...(note === undefined ? {} : { note }),
		});
	try {
		switch (step.kind) {
			case "publish":
				await start();
				finish(await publishStep(work, step, zero, signal));
				return;
			case "churn":
			case "partition":
			case "shape":
				await disturb(work, step, zero, start, signal);
				finish();
				return;
			case "scale":
				await start();
				await retry(
					() => work.backend.scale(step.group, step.replicas, signal),
					{ signal },
				);
				finish();
				return;
			case "probe":
				await start();
				finish(
					(
						await retry(() => work.backend.measure(step.pairs, signal), {
							signal,
						})
					).seen,
				);
				return;
			case "wait":
				await start();
				await sleepUntil(plusMilliseconds(zero, endOf(step)), signal);
				finish();
				return;
		}
	} catch (error) {
		if (signal.aborted || !isRetryable(error)) throw error;
		log.append("step-skipped", { step: step.name, why: reasonOf(error) });
	}
}
