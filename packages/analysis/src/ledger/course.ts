import { type EventOf, groupOf, type RunEvent } from "@lab/record";

/** How a run ended, and what its nodes really ran. */
export interface Course {
	/** Time of the outcome, ns since 1970; absent if the run has not ended. */
	readonly ended?: bigint;
	readonly outcome?: string;
	readonly validity?: string;
	readonly verdict?: string;
	/** How many lines of the logs are in the log store; absent if the runner shipped none. */
	readonly shipped?: EventOf<"shipped">;
	/** Digests of the images that nodes pulled, by group. */
	readonly images: ReadonlyMap<string, readonly string[]>;
}

/** Derives the course of a run from its events; the last one of a kind counts. */
export function courseOf(events: readonly RunEvent[]): Course {
	const images = new Map<string, Set<string>>();
	let outcome: EventOf<"outcome"> | undefined;
	let judged: EventOf<"judged"> | undefined;
	let shipped: EventOf<"shipped"> | undefined;
	for (const event of events) {
		if (event.kind === "outcome") outcome = event;
		else if (event.kind === "judged") judged = event;
		else if (event.kind === "shipped") shipped = event;
		else if (event.kind === "node-started" && event.image !== undefined) {
			const group = groupOf(event.node);
			images.set(group, (images.get(group) ?? new Set()).add(event.image));
		}
	}
	return {
		...(outcome && { ended: BigInt(outcome.at), outcome: outcome.outcome }),
		...(judged && { validity: judged.validity, verdict: judged.verdict }),
		...(shipped && { shipped }),
		images: new Map(
			[...images].map(([group, digests]) => [group, [...digests].sort()]),
		),
	};
}
