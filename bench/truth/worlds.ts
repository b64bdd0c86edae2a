import type { Random } from "./random.ts";

/** How far a machine's clock is ahead at a true time, both in ms. */
export type Ahead = (time: number) => number;

/** Clocks and travel times whose truth is known. */
export interface World {
	readonly name: string;
	readonly what: string;
	readonly runs: number;
	/** Clocks of the machines; nodes are spread over them in turn. */
	readonly clocks: (random: Random, durationMs: number) => readonly Ahead[];
	/** Travel time of a message, ms. @default 5 to 50 ms */
	readonly way?: (random: Random) => number;
	/** Messages of one node only. */
	readonly onePublisher?: true;
	/** Whether clocks are set no more often than the analysis assumes. */
	readonly withinAssumptions: boolean;
	/** Whether the run does not say on which machine a node ran. */
	readonly unknownMachines?: true;
}

const steady =
	(ms: number): Ahead =>
	() =>
		ms;
const drifting =
	(ms: number, ppm: number): Ahead =>
	(time) =>
		ms + (time * ppm) / 1e6;
const wandering =
	(ms: number, periodMs: number): Ahead =>
	(time) =>
		ms * Math.sin((2 * Math.PI * time) / periodMs);
const stepped =
	(at: number, ms: number): Ahead =>
	(time) =>
		time < at ? 0 : ms;
/** A clock of whole milliseconds since 1970. */
const inMilliseconds =
	(clock: Ahead): Ahead =>
	(time) =>
		Math.floor(time + clock(time)) - time;
const sum =
	(...all: readonly Ahead[]): Ahead =>
	(time) =>
		all.reduce((total, one) => total + one(time), 0);

/** 0.3 to 5 ms, as between machines on one switch. */
const lan = (random: Random) => random.between(0.3, 5);

/** Drift that changes five times within 500 ppm. */
function changingDrift(random: Random, durationMs: number): Ahead {
	const rates = [0, 1, 2, 3, 4].map(() => random.between(-500, 500));
	const part = durationMs / rates.length;
	return (time) =>
		rates.reduce(
			(total, ppm, index) =>
				total + (Math.max(0, Math.min(time - index * part, part)) * ppm) / 1e6,
			0,
		);
}

/** Everything at once: an offset, drift, wander and steps. */
const anything = (
	random: Random,
	durationMs: number,
	stepsAt: readonly number[],
): Ahead =>
	sum(
		steady(random.between(-1000, 1000)),
		changingDrift(random, durationMs),
		wandering(random.between(0, 2), random.between(10_000, 60_000)),
		...stepsAt.map((at) => stepped(at, random.between(-500, 500))),
	);

export const worlds: readonly World[] = [
	{
		name: "offset",
		withinAssumptions: true,
		what: "each machine has a constant offset within 1 s",
		runs: 5,
		clocks: (random) =>
			[0, 1, 2, 3].map(() => steady(random.between(-1000, 1000))),
	},
	{
		name: "drift",
		withinAssumptions: true,
		what: "one of two clocks drifts by 600 ppm",
		runs: 5,
		clocks: () => [steady(0), drifting(0, 600)],
	},
	{
		name: "wander",
		withinAssumptions: true,
		what: "a time server makes one of two clocks oscillate by 1.5 ms; 0.3 to 5 ms to travel",
		runs: 5,
		clocks: () => [steady(0), wandering(1.5, 20_000)],
		way: lan,
	},
	{
		name: "step",
		withinAssumptions: true,
		what: "one of two clocks is set by 300 ms in the middle",
		runs: 5,
		clocks: (_, duration) => [steady(0), stepped(duration * 0.51, 300)],
	},
	{
		name: "all of them",
		withinAssumptions: true,
		what: "four machines, each with an offset within 1 s, a drift that changes within 500 ppm, a wander of up to 2 ms and a step within 500 ms; more than 5 s between two steps",
		runs: 20,
		clocks: (random, duration) =>
			[0.2, 0.4, 0.6, 0.8].map((share) =>
				anything(random, duration, [
					duration * random.between(share - 0.03, share + 0.03),
				]),
			),
	},
	{
		name: "steps at any time",
		withinAssumptions: false,
		what: "the same, but each clock is set three times at random, also within the same second as another, or after the last message",
		runs: 20,
		clocks: (random, duration) =>
			[0, 1, 2, 3].map(() =>
				anything(
					random,
					duration,
					[0, 1, 2].map(() => random.between(0, duration)),
				),
			),
	},
	{
		name: "milliseconds",
		withinAssumptions: true,
		what: "two clocks of whole milliseconds, 3.3 ms apart; 0.3 to 5 ms to travel",
		runs: 5,
		clocks: () => [inMilliseconds(steady(0)), inMilliseconds(steady(3.3))],
		way: lan,
	},
	{
		name: "one publisher",
		withinAssumptions: true,
		what: "two machines, 30 ms apart; all messages come from one node",
		runs: 5,
		clocks: () => [steady(0), steady(30)],
		onePublisher: true,
	},
	{
		name: "unknown machines",
		withinAssumptions: true,
		what: "two machines, 120 ms apart; the run does not say which node ran where",
		runs: 5,
		clocks: () => [steady(0), steady(120)],
		unknownMachines: true,
	},
];
