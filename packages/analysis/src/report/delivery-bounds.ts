import { ownMeasures } from "./own-measures.ts";
import type { Measurable, Outcome, RunFigures } from "./run-figures.ts";

/** Whether no delivery was possible, so that a pair without one says nothing about the protocol. */
const isExcused = ({ reason }: Outcome): boolean =>
	reason === "pod down" || reason.startsWith("never published: ");

/** Returns the pairs that may have been delivered or not: no log shows which. */
export const undecidedPairs = ({ outcomes }: Measurable): number =>
	outcomes
		.filter((row) => row.outcome === "unobservable" && !isExcused(row))
		.reduce((sum, { pairs }) => sum + pairs, 0);

/** Whether a delivery may be no duplicate: one line of it is in the log more than once. */
const isRepeated = ({ outcome, reason }: Outcome): boolean =>
	outcome === "duplicate" && reason !== "";

/** Returns the duplicates that may be none. */
export const repeatedPairs = ({ outcomes }: Measurable): number =>
	outcomes.filter(isRepeated).reduce((sum, { pairs }) => sum + pairs, 0);

/** How a measure changes if all undecided pairs had the same outcome. */
const outcomesOf = {
	"delivery.missing": ["delivered", "missing"],
	"delivery.duplicates": ["delivered", "duplicate"],
	"delivery.ratio": ["missing", "delivered"],
} as const;

/** Bounds of a measure of deliveries, over every outcome that its undecided pairs can have; undefined if it has none. */
export function deliveryBounds(
	figures: RunFigures,
	measure: string,
	window?: string,
): readonly [low: number, high: number] | undefined {
	const part = window === undefined ? figures : figures.parts[window];
	if (part === undefined || !(measure in outcomesOf)) return undefined;
	const name = measure as keyof typeof outcomesOf;
	const repeated = name === "delivery.duplicates" ? repeatedPairs(part) : 0;
	const undecided = undecidedPairs(part) + repeated;
	if (undecided === 0) return undefined;
	const lost = part.undecidedLosses;
	const settled =
		repeated === 0
			? part.outcomes
			: part.outcomes.filter((row) => !isRepeated(row));
	const valueIf = (outcome: string, surelyMissing: number) =>
		ownMeasures[name]({
			...part,
			outcomes: [
				...settled,
				{ outcome, reason: "", pairs: undecided - surelyMissing },
				{ outcome: "missing", reason: "", pairs: surelyMissing },
			],
		}) ?? 0;
	const [low, high] = outcomesOf[name];
	return [
		valueIf(low, low === "missing" ? 0 : lost),
		valueIf(high, high === "missing" ? 0 : lost),
	];
}
