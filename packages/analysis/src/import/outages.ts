import type { LoggedEvent } from "./logged-event.ts";
import { timeOf } from "./time.ts";

/** Time in which the experiment itself kept a node down, ns since 1970. */
export interface Outage {
	readonly node: string;
	readonly start: bigint;
	readonly end: bigint;
}

/** The events are stamped with whole seconds. */
const SECOND = 1_000_000_000n;

/**
 * Derives outages from `churn_down`, logged before a node is removed, and
 * `churn_rejoined`, logged when it is ready again.
 *
 * @param end of the run: the end of an outage after which a node did not return
 */
export function outagesOf(
	events: readonly LoggedEvent[],
	end: bigint | undefined,
): Outage[] {
	const down = new Map<string, bigint>();
	const outages: Outage[] = [];
	for (const { event, timestamp, nodes } of events) {
		const at = timeOf(String(timestamp));
		if (at === undefined || !Array.isArray(nodes)) continue;
		if (event === "churn_down") {
			for (const node of nodes.map(String))
				if (!down.has(node)) down.set(node, at);
		} else if (event === "churn_rejoined") {
			for (const node of nodes.map(String)) {
				const start = down.get(node);
				if (start === undefined) continue;
				down.delete(node);
				outages.push({ node, start, end: at + SECOND });
			}
		}
	}
	for (const [node, start] of down)
		outages.push({ node, start, end: (end ?? start) + SECOND });
	return outages;
}
