import {
	isDisturbance,
	type MeasureBy,
	type MeasureName,
	type PublishRecord,
} from "@lab/record";
import { millisecondsBetween } from "./clock.ts";
import { readRecords } from "./journal.ts";
import type { Work } from "./work.ts";

export interface Observation {
	/** Absent if it could not be observed. */
	readonly observed?: number;
	/** Explanation that names what was counted, or why there is no value. */
	readonly why: string;
}

const MAX_LISTED = 5;

const list = (items: readonly string[]): string =>
	items.length === 0
		? "none"
		: items.slice(0, MAX_LISTED).join(", ") +
			(items.length > MAX_LISTED
				? ` and ${items.length - MAX_LISTED} more`
				: "");

type RunnerMeasure = MeasureBy<"runner">;
type Observer = (work: Work) => Observation;

/** Value of a measure that the runner computes. */
export const observeMeasure = (
	work: Work,
	measure: RunnerMeasure,
): Observation => observers[measure](work);

/** Whether the runner computes a measure. */
export const isRunnerMeasure = (
	measure: MeasureName,
): measure is RunnerMeasure => measure in observers;

const observers: Readonly<Record<RunnerMeasure, Observer>> = {
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
					({ id, node }) => `${id} at ${node} ${failureOf(records.get(id))}`,
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
			return looks.size === 3 ? [] : [`${name} was not probed to its end`];
		});
		return { observed: unproven.length, why: list(unproven) };
	},
	"scrapes.missing": ({ log }) => {
		const scraped = log.last("scraped");
		return scraped === undefined
			? { why: "the run did not reach its last scrape" }
			: { observed: scraped.missing.length, why: list(scraped.missing) };
	},
	"clock.skew": ({ log }) => {
		// Proven skew only: the error bound grows with the round-trip time.
		const seen = log.all("clock-seen").map(({ node, offsetMs, withinMs }) => ({
			node,
			withinMs,
			skewMs: Math.max(0, Math.abs(offsetMs) - withinMs),
		}));
		const [worst] = seen.sort((a, b) => b.skewMs - a.skewMs);
		return worst === undefined
			? { why: "no clock was observed" }
			: {
					observed: worst.skewMs,
					why: `${worst.node}, error bound ${worst.withinMs.toFixed(1)} ms`,
				};
	},
};

const failureOf = (record: PublishRecord | undefined): string =>
	record === undefined
		? "was never sent"
		: `${record.result}${record.reason === undefined ? "" : ` (${record.reason})`}`;

/** The measures that the runner computes. */
export const observedMeasures = Object.keys(
	observers,
) as readonly RunnerMeasure[];
