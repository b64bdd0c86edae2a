import { nodesOf, type Plan, type Run, type RunEvent } from "@lab/record";
import { eventsOf } from "./event-log.ts";

/** State of a run, derived from its events. */
export function foldRun(
	id: string,
	plan: Plan,
	events: readonly RunEvent[],
	messages: Pick<Run["messages"], "acknowledged" | "failed">,
): Run {
	const last = <K extends RunEvent["kind"]>(kind: K) =>
		eventsOf(events, kind).at(-1);
	const state = last("entered")?.state ?? "planned";
	const outcome = eventsOf(events, "outcome")[0];
	const judged = last("judged");
	const started = last("timeline-started");
	const created = events[0]?.at ?? "0";
	return {
		id,
		plan: plan.hash,
		experiment: plan.experiment,
		name: plan.name,
		backend: plan.backend,
		namespace: plan.namespace,
		state,
		...(state === "running" ? { phase: openSteps(events) } : {}),
		...(outcome === undefined ? {} : { outcome: outcome.outcome }),
		...(judged === undefined
			? {}
			: {
					validity: judged.validity as NonNullable<Run["validity"]>,
					verdict: judged.verdict,
				}),
		reasons: judged?.reasons ?? [
			...(outcome?.why === undefined ? [] : [outcome.why]),
			...eventsOf(events, "invalidated").map(({ why }) => why),
		],
		created,
		...(started === undefined ? {} : { started: started.zero }),
		...(state === "done" ? { ended: last("entered")?.at ?? created } : {}),
		runners: new Set(events.map(({ runner }) => runner)).size,
		nodes: {
			planned: nodesOf(plan).length,
			ready: last("nodes-ready")?.ready ?? 0,
			lost: eventsOf(events, "node-lost").length,
		},
		messages: {
			planned: plan.timeline.reduce(
				(sum, step) =>
					sum + (step.kind === "publish" ? step.messages.length : 0),
				0,
			),
			...messages,
		},
	};
}

function openSteps(events: readonly RunEvent[]): string[] {
	const open = new Set<string>();
	for (const event of events) {
		if (event.kind === "step-started") open.add(event.step);
		if (event.kind === "step-finished" || event.kind === "step-skipped") {
			open.delete(event.step);
		}
	}
	return [...open];
}
