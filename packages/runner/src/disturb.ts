import { reasonOf, retry } from "@lab/core";
import { affectedNodes, type Disturbance, endOf } from "@lab/record";
import {
	millisecondsBetween,
	now,
	plusMilliseconds,
	sleep,
	sleepUntil,
} from "./clock.ts";
import { recordNodes } from "./states/deploying.ts";
import type { Work } from "./work.ts";

/** How long before a disturbance its first probe starts; longer for more nodes, to allow a second attempt. */
export const leadOf = (step: Disturbance): number =>
	2000 + 10 * affectedNodes(step).length;
/** Part of `limits.runningMs` that must remain when a disturbance is over at the latest. */
const SPARE_MS = 15_000;
const EVERY_MS = 200;

const expectations = {
	churn: "the nodes do not answer",
	partition: "no connection between the sides",
	shape: "round trips are as slow as planned",
} as const;

/**
 * Disturbs the network and verifies the effect with a probe before (absent),
 * during (present) and after (absent again). A resumed runner does not repeat
 * probes that are in the event log.
 */
export async function disturb(
	work: Work,
	step: Disturbance,
	zero: bigint,
	start: () => Promise<void>,
	signal: AbortSignal,
): Promise<void> {
	const { backend, log } = work;
	const begin = plusMilliseconds(zero, step.atMs);
	const end = plusMilliseconds(zero, endOf(step));
	const began = log.all("nodes-down").some(({ step: of }) => of === step.name);
	const ended = log.all("nodes-up").some(({ step: of }) => of === step.name);
	// A partition or a slow link removes no node.
	const removed = step.kind === "churn" ? affectedNodes(step) : [];

	await sleepUntil(plusMilliseconds(begin, -leadOf(step)), signal);
	await probeUntilExpected(work, step, "before", begin, signal);
	await start();
	if (!began && now() < end) {
		log.append("nodes-down", { step: step.name, nodes: removed });
	}
	if (!ended && now() < end) {
		await retry(() => backend.begin(step, signal), { signal });
		await probeUntilExpected(work, step, "during", end, signal);
		await sleepUntil(end, signal);
	}
	await retry(() => backend.end(step, signal), { signal });
	const patience = work.plan.limits.runningMs - SPARE_MS;
	await probeUntilExpected(
		work,
		step,
		"after",
		plusMilliseconds(now(), patience),
		signal,
	);
	if (!ended) log.append("nodes-up", { step: step.name, nodes: removed });
	if (removed.length > 0) await recordNodes(work, signal);
}

/** Probes until the result is as expected or the deadline has passed; records the last result. */
async function probeUntilExpected(
	{ backend, log, print }: Work,
	step: Disturbance,
	when: "before" | "during" | "after",
	deadline: bigint,
	signal: AbortSignal,
): Promise<void> {
	if (
		log.all("probed").some((one) => one.step === step.name && one.when === when)
	)
		return;
	const wanted = when === "during";
	const attempt = async () => {
		try {
			const { present, seen } = await backend.probe(step, signal);
			return { holds: present === wanted, seen };
		} catch (error) {
			if (signal.aborted) throw error;
			return { holds: false, seen: reasonOf(error) };
		}
	};
	let result = await attempt();
	while (!result.holds && millisecondsBetween(now(), deadline) > EVERY_MS) {
		await sleep(EVERY_MS, signal);
		result = await attempt();
	}
	log.append("probed", {
		step: step.name,
		when,
		expected: wanted
			? expectations[step.kind]
			: `not: ${expectations[step.kind]}`,
		...result,
	});
	print(`${step.name}, ${when}: ${result.seen}`);
}
