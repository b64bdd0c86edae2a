import type { Experiment } from "./experiment.ts";
import type { Parameters, ValuesOf } from "./parameter.ts";

type Settings<P extends Parameters> = Partial<ValuesOf<P>>;
type Columns<P extends Parameters> = {
	readonly [K in keyof P]?: readonly ValuesOf<P>[K][];
};

/** Many runs of one experiment: what varies, how often, how many at a time. */
export interface Sweep<P extends Parameters = Parameters> {
	readonly name: string;
	/** What it is there to find out, in one line. */
	readonly purpose: string;
	readonly experiment: Experiment<P>;
	/** Every value of each with every value of the others. */
	readonly grid?: Columns<P>;
	/** The first values together, then the second ones: all as many. */
	readonly zip?: Columns<P>;
	/** Settings one by one. */
	readonly list?: readonly Settings<P>[];
	/** Leaves out what it says no to; it sees every parameter. */
	readonly where?: (values: ValuesOf<P>) => boolean;
	/** How often each is run, each time with a seed of its own. @default 1 */
	readonly replicates?: number;
	/** How many runs at a time at most. @default 1 */
	readonly parallel?: number;
}

/** A sweep, typed by its experiment: a parameter that this has not is a compile error. */
export const defineSweep = <P extends Parameters>(
	experiment: Experiment<P>,
	sweep: Omit<Sweep<NoInfer<P>>, "experiment">,
): Sweep =>
	// A registry holds sweeps of all experiments.
	({ experiment, ...sweep }) as unknown as Sweep;

/** One run of a sweep. */
export interface Member {
	/** What varies: `nodes=20 size=1000`, and `#2` for its second run. */
	readonly label: string;
	readonly settings: Readonly<Record<string, string | number>>;
	/** Counted from 1. */
	readonly replicate: number;
	readonly seed: string;
}

/**
 * The runs of a sweep in the order in which they begin: each once, then each
 * again, so that what changes with time changes for all alike.
 *
 * @param fixed settings that all share
 * @param seed what decides all chance. @default the experiment's name
 * @throws RangeError where zipped lists differ in length, or nothing is left
 */
export function membersOf(
	{
		experiment,
		grid = {},
		zip = {},
		list = [],
		where,
		replicates = 1,
	}: Omit<Sweep, "name" | "purpose">,
	fixed: Member["settings"] = {},
	seed: string = experiment.name,
): Member[] {
	const registered = Object.fromEntries(
		Object.entries(experiment.parameters).map(([key, parameter]) => [
			key,
			experiment.set[key] ?? parameter.default,
		]),
	) as Member["settings"];
	const rows = crossed(product(grid), crossed(zipped(zip), orOnce(list)))
		.map((row) => row as Member["settings"])
		.filter((row) => where?.({ ...registered, ...fixed, ...row }) ?? true);
	if (rows.length === 0) throw new RangeError("no run is left of the sweep");
	return Array.from({ length: replicates }, (_, index) => index + 1).flatMap(
		(replicate) =>
			rows.map((settings) => ({
				label: labelOf(settings, replicates > 1 ? replicate : undefined),
				settings,
				replicate,
				// The first is what `run` with the same settings would be.
				seed: replicate === 1 ? seed : `${seed}-${replicate}`,
			})),
	);
}

type Row = Readonly<Record<string, string | number | undefined>>;
type Lists = Readonly<Record<string, readonly (string | number)[] | undefined>>;

const orOnce = (rows: readonly Row[]): readonly Row[] =>
	rows.length === 0 ? [{}] : rows;

const crossed = (a: readonly Row[], b: readonly Row[]): Row[] =>
	a.flatMap((one) => b.map((other) => ({ ...one, ...other })));

const product = (lists: Lists): Row[] =>
	Object.entries(lists).reduce<Row[]>(
		(rows, [key, values = []]) =>
			rows.flatMap((row) => values.map((value) => ({ ...row, [key]: value }))),
		[{}],
	);

function zipped(lists: Lists): readonly Row[] {
	const entries = Object.entries(lists);
	const lengths = new Set(entries.map(([, values = []]) => values.length));
	if (lengths.size > 1) {
		throw new RangeError(
			`zipped lists are as long as each other: ${entries.map(([key, values = []]) => `${key} has ${values.length}`).join(", ")}`,
		);
	}
	const [length = 0] = lengths;
	return orOnce(
		Array.from({ length }, (_, index) =>
			Object.fromEntries(
				entries.map(([key, values = []]) => [key, values[index]]),
			),
		),
	);
}

const labelOf = (
	settings: Member["settings"],
	replicate: number | undefined,
): string =>
	[
		...Object.entries(settings).map(([key, value]) => `${key}=${value}`),
		...(replicate === undefined ? [] : [`#${replicate}`]),
	].join(" ") || "as registered";
