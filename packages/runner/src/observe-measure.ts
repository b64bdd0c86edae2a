import {
	isDisturbance,
	type MeasureName,
	type PublishRecord,
} from "@lab/record";
import { millisecondsBetween } from "./clock.ts";
import { readRecords } from "./journal.ts";
import type { Work } from "./work.ts";

interface Observation {
	/** Absent: nobody can tell. */
	readonly observed?: number;
	/** Names what was counted. */
	readonly why: string;
}

const NAMED = 5;

const list = (items: readonly string[]): string =>
	items.length === 0
		? "none"
		: items.slice(0, NAMED).join(", ") +
			(items.length > NAMED ? ` and ${items.length - NAMED} more` : "");

/** What the run itself tells of a measure that is the runner's. */
export function observeMeasure(work: Work, measure: MeasureName): Observation {
	const observe = observers[measure];
	return observe?.(work) ?? { why: "only an analysis can tell" };
}

const observers: Partial<Record<MeasureName, (work: Work) => Observation>> = {
	"publishes.failed": ({ folder, plan }) => {
		const records = new Map(
			readRecords(folder).map((one) => [one.plannedId ?? one.id, one]),
		);
		const failed = plan.timeline.flatMap((step) =>
			step.kind === "publish"
				? step.messages.filter(
						({ id }) => records.get(id)?.result !== "acknowledged",
					)
				: [],
		);
		return {
			observed: failed.length,
			why: list(
				failed.map(
					({ id, node }) => `${id} at ${node} ${faultOf(records.get(id))}`,
				),
			),
		};
	},
	"publishes.lateness.p99": ({ folder }) => {
		const late = readRecords(folder)
			.flatMap(({ intended, sent }) =>
				sent === undefined
					? []
					: [millisecondsBetween(BigInt(intended), BigInt(sent))],
			)
			.sort((a, b) => a - b);
		const value = late[Math.ceil(late.length * 0.99) - 1];
		return value === undefined
			? { why: "nothing was sent" }
			: { observed: value, why: `of ${late.length} messages` };
	},
	"nodes.lost": ({ log }) => {
		const lost = log.all("node-lost").map(({ node }) => node);
		return { observed: lost.length, why: list(lost) };
	},
	"disturbances.unproven": ({ log, plan }) => {
		const unproven = plan.timeline.filter(isDisturbance).flatMap(({ name }) => {
			const probes = log.all("probed").filter(({ step }) => step === name);
			const bad = probes.find((one) => !one.holds);
			if (bad !== undefined) return [`${name} ${bad.when}: ${bad.seen}`];
			const looks = new Set(probes.map(({ when }) => when));
			return looks.size === 3 ? [] : [`${name} was not looked at to its end`];
		});
		return { observed: unproven.length, why: list(unproven) };
	},
	"scrapes.missing": ({ log }) => {
		const scraped = log.last("scraped");
		return scraped === undefined
			? { why: "no scrape was waited for" }
			: { observed: scraped.missing.length, why: list(scraped.missing) };
	},
	"clock.skew": ({ log }) => {
		// What is certain: an answer that was long on its way tells little.
		const seen = log.all("clock-seen").map(({ node, offsetMs, withinMs }) => ({
			node,
			withinMs,
			skewMs: Math.max(0, Math.abs(offsetMs) - withinMs),
		}));
		const [worst] = seen.sort((a, b) => b.skewMs - a.skewMs);
		return worst === undefined
			? { why: "no clock was seen" }
			: {
					observed: worst.skewMs,
					why: `${worst.node}, seen to within ${worst.withinMs.toFixed(1)} ms`,
				};
	},
};

const faultOf = (record: PublishRecord | undefined): string =>
	record === undefined
		? "never came to it"
		: `${record.result}${record.reason === undefined ? "" : ` (${record.reason})`}`;
