/** What was run: the head of a report. */
export interface About {
	/** Name of what was run; replicates share it. */
	readonly name: string;
	/** One fact a line, in the order in which a reader wants them. */
	readonly facts: readonly Fact[];
	/** Start of the run, ns since 1970. */
	readonly started?: bigint;
	/** Start to end, ns; absent if the run has not ended. */
	readonly lengthNs?: bigint;
	/** Did the procedure complete? */
	readonly outcome?: string;
	/** May the numbers be used? */
	readonly validity?: string;
	/** Answer that was given when the run ended. */
	readonly verdict?: string;
}

export interface Fact {
	readonly name: string;
	readonly value: string;
	/** Who chose a parameter that does not have its default: `the scenario`. */
	readonly by?: string;
	/** A parameter that has its default: shown only where runs differ in it. */
	readonly usual?: true;
}

/** `2026-11-30 16:40:44 UTC` */
export const dateOf = (ns: bigint): string =>
	`${new Date(Number(ns / 1_000_000n)).toISOString().slice(0, 19).replace("T", " ")} UTC`;

/** `250 ms`, `10.3 s`, `3 min 4 s`, `2 h 3 min` */
export function lengthOf(ns: bigint): string {
	const seconds = Number(ns) / 1e9;
	if (seconds < 1) return `${Number((seconds * 1000).toFixed(1))} ms`;
	if (seconds < 60) return `${Number(seconds.toFixed(2))} s`;
	const whole = Math.round(seconds);
	const [hours, minutes, rest] = [
		Math.floor(whole / 3600),
		Math.floor(whole / 60) % 60,
		whole % 60,
	];
	const parts =
		hours > 0
			? [
					[hours, "h"],
					[minutes, "min"],
				]
			: [
					[minutes, "min"],
					[rest, "s"],
				];
	return parts
		.filter(([value]) => value !== 0)
		.map(([value, unit]) => `${value} ${unit}`)
		.join(" ");
}
