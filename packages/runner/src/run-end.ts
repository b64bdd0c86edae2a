import type { Plan } from "@lab/record";
import { plusMilliseconds } from "./clock.ts";
import type { Work } from "./work.ts";

/**
 * When a run is over at the latest: its time, what people gave it beyond that,
 * and the states that end it.
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

export const runEnd = ({ log, plan }: Pick<Work, "log" | "plan">): bigint =>
	latestEnd(
		plan,
		BigInt(log.events[0]?.at ?? 0),
		log.all("extended").reduce((sum, { byMs }) => sum + byMs, 0),
	);
