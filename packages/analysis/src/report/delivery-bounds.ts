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
	const undecided = part === undefined ? 0 : undecidedPairs(part);
	if (part === undefined || undecided === 0 || !(measure in outcomesOf))
		return undefined;
	const name = measure as keyof typeof outcomesOf;
	const lost = part.undecidedLosses;
	const valueIf = (outcome: string, surelyMissing: number) =>
		ownMeasures[name]({
			...part,
			outcomes: [
				...part.outcomes,
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
