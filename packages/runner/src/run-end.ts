import type { Plan } from "@lab/record";
import { plusMilliseconds } from "./clock.ts";
import type { Work } from "./work.ts";

/**
 * Latest end of a run: its creation plus its time to live, its extensions and the
 * limits of the closing states.
 *
 * @param created nanoseconds since 1970
 * @returns nanoseconds since 1970
 */
export function latestEnd(
	{ limits, drain, ttlMs }: Plan,
	created: bigint,
	extendedMs = 0,
): bigint {
	const { drainingMs, collectingMs, tearingDownMs } = limits;
	const endingMs = drain.dwellMs + drainingMs + collectingMs + tearingDownMs;
	return plusMilliseconds(created, ttlMs + extendedMs + endingMs);
}

/** Latest end of a run, including its extensions so far, in nanoseconds since 1970. */
export const runEnd = ({ log, plan }: Pick<Work, "log" | "plan">): bigint =>
	latestEnd(
		plan,
		BigInt(log.events[0]?.at ?? 0),
		log.all("extended").reduce((sum, { byMs }) => sum + byMs, 0),
	);
