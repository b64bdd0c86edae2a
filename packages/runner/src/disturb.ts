import { type Disturbance, endOf, touchedBy } from "@lab/record";
import {
	millisecondsBetween,
	now,
	plusMilliseconds,
	sleep,
	sleepUntil,
} from "./clock.ts";
import { persist, reasonOf } from "./persist.ts";
import { rememberNodes } from "./states/deploying.ts";
import type { Work } from "./work.ts";

/** How long before a disturbance its nodes are looked at: in a large one, some a second time. */
export const leadOf = (step: Disturbance): number =>
	2000 + 10 * touchedBy(step).length;
/** Left of what the state may take beyond its timeline, when a disturbance must be gone. */
const SPARE_MS = 15_000;
const EVERY_MS = 200;

const expectations = {
	churn: "the nodes do not answer",
	partition: "no connection between the sides",
	shape: "round trips as slow as asked",
} as const;

/**
 * Disturbs the network and proves it: a look before (it is not there), during
 * (it is), and after (it is gone). What has been seen is not looked at again.
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
	// A partition or a slow link takes no node away.
	const away = step.kind === "churn" ? touchedBy(step) : [];

	await sleepUntil(plusMilliseconds(begin, -leadOf(step)), signal);
	await look(work, step, "before", begin, signal);
	await start();
	if (!began && now() < end) {
		log.append("nodes-down", { step: step.name, nodes: away });
	}
	if (!ended && now() < end) {
		await persist(() => backend.begin(step, signal), signal);
		await look(work, step, "during", end, signal);
		await sleepUntil(end, signal);
	}
	await persist(() => backend.end(step, signal), signal);
	const patience = work.plan.limits.runningMs - SPARE_MS;
	await look(work, step, "after", plusMilliseconds(now(), patience), signal);
	if (!ended) log.append("nodes-up", { step: step.name, nodes: away });
	if (away.length > 0) await rememberNodes(work, signal);
}

/** Looks until it sees what it should, or the time is up; notes what it saw. */
async function look(
	{ backend, log, tell }: Work,
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
	tell(`${step.name}, ${when}: ${result.seen}`);
}
