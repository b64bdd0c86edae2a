import type { Experiment } from "./experiment.ts";
import {
	type Parameters,
	parseValue,
	type SettingOf,
	type SettingsOf,
	type ValuesOf,
} from "./parameter.ts";

type Columns<P extends Parameters> = {
	readonly [K in keyof P]?: readonly SettingOf<P[K]>[];
};

/** Many runs of one experiment: what varies, how often each is run, how many run in parallel. */
export interface Sweep<P extends Parameters = Parameters> {
	readonly name: string;
	/** What the sweep tests, in one line. */
	readonly purpose: string;
	readonly experiment: Experiment<P>;
	/** Cartesian product: all combinations of the values. */
	readonly grid?: Columns<P>;
	/** Values combined by position; all lists must have the same length. */
	readonly zip?: Columns<P>;
	/** Explicit settings, one entry per run. */
	readonly list?: readonly SettingsOf<P>[];
	/** Filter: keeps the runs for which it returns true. It receives every parameter. */
	readonly where?: (values: ValuesOf<P>) => boolean;
	/** Number of runs of each combination, each with its own seed. @default 1 */
	readonly replicates?: number;
	/** Maximum number of parallel runs. @default 1 */
	readonly parallel?: number;
}

/** Defines a sweep. A parameter that its experiment does not have is a compile error. */
export const defineSweep = <P extends Parameters>(
	experiment: Experiment<P>,
	sweep: Omit<Sweep<NoInfer<P>>, "experiment">,
): Sweep =>
	// The registry contains sweeps of different experiments, so the parameter type is erased.
	({ experiment, ...sweep }) as unknown as Sweep;

/** One run of a sweep. */
export interface Member {
	/** The settings that vary, such as `nodes=20 size=1000`, followed by `#2` for the second replicate. */
	readonly label: string;
	readonly settings: Readonly<Record<string, string | number>>;
	/** Number of the replicate, from 1. */
	readonly replicate: number;
	readonly seed: string;
}

/**
 * Returns the runs of a sweep in starting order. Replicates are interleaved (all
 * combinations once, then all again), so that changes over time affect all
 * combinations equally.
 *
 * @param fixed settings that all runs share
 * @param seed seed of the first replicate. @default the experiment's name
 * @throws RangeError if zipped lists differ in length, or no run is left
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
	const rows = crossed(product(grid), crossed(zipped(zip), orEmptyRow(list)))
		.map((row) => row as Member["settings"])
		.filter(
			(row) => where?.(valuesOf(experiment, { ...fixed, ...row })) ?? true,
		);
	if (rows.length === 0)
		throw new RangeError(
			"the sweep has no runs: a list is empty, or 'where' rejects all combinations",
		);
	return Array.from({ length: replicates }, (_, index) => index + 1).flatMap(
		(replicate) =>
			rows.map((settings) => ({
				label: labelOf(settings, replicates > 1 ? replicate : undefined),
				settings,
				replicate,
				// The first replicate equals `run` with the same settings.
				seed: replicate === 1 ? seed : `${seed}-${replicate}`,
			})),
	);
}

/** Parses the settings. An invalid setting is passed through unparsed, and rejected later when planning. */
const valuesOf = (
	experiment: Experiment,
	settings: Member["settings"],
): ValuesOf<Parameters> =>
	Object.fromEntries(
		Object.entries(experiment.parameters).map(([key, parameter]) => {
			const given = settings[key] ?? experiment.set[key];
			if (given === undefined) return [key, parameter.default];
			const answer = parseValue(parameter, given);
			return [key, "value" in answer ? answer.value : given];
		}),
	);

type Row = Readonly<Record<string, string | number | undefined>>;
type Lists = Readonly<Record<string, readonly (string | number)[] | undefined>>;

const orEmptyRow = (rows: readonly Row[]): readonly Row[] =>
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
			`zipped lists must have the same length: ${entries.map(([key, values = []]) => `${key} has ${values.length}`).join(", ")}`,
		);
	}
	const [length = 0] = lengths;
	return orEmptyRow(
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
