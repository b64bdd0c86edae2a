import { type FieldConstraint, invalid } from "./constraint.ts";

const months = "jan feb mar apr may jun jul aug sep oct nov dec".split(" ");
const days = "sun mon tue wed thu fri sat".split(" ");

interface Part {
	readonly from: number;
	readonly to: number;
	readonly names?: readonly string[];
}

const parts: readonly Part[] = [
	{ from: 0, to: 59 },
	{ from: 0, to: 23 },
	{ from: 1, to: 31 },
	{ from: 1, to: 12, names: months },
	// Unlike in many implementations of cron, 7 is not Sunday.
	{ from: 0, to: 6, names: days },
];

const words =
	/^@(yearly|annually|monthly|weekly|daily|midnight|hourly)$|^@every (\d+(\.\d+)?(ns|us|µs|ms|s|m|h))+$/;

/**
 * Whether a text is a valid schedule of a CronJob: five fields, `@hourly` and the like, or `@every 5m`.
 *
 * @see https://kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/#schedule-syntax
 */
export function isSchedule(text: string): boolean {
	if (words.test(text)) return true;
	const given = text.trim().split(/\s+/);
	return (
		given.length === parts.length &&
		parts.every((part, index) =>
			(given[index] ?? "").split(",").every((range) => isRange(range, part)),
		)
	);
}

function isRange(text: string, { from, to, names = [] }: Part): boolean {
	const match = /^(\*|\?|\w+(?:-\w+)?)(?:\/(\d+))?$/.exec(text);
	if (match === null) return false;
	const [, range = "", step] = match;
	if (step !== undefined && Number(step) === 0) return false;
	if (range === "*" || range === "?") return true;
	const numbers = range.split("-").map((word) => {
		const name = names.indexOf(word.toLowerCase());
		if (name !== -1) return from + name;
		return /^\d+$/.test(word) ? Number(word) : Number.NaN;
	});
	const [first = Number.NaN, last = first] = numbers;
	return first >= from && last <= to && first <= last;
}

/** Days of the longest month of each name. */
const lengths = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** Whether a valid schedule names a day that none of its months has, such as 30 February. */
function isNever(text: string): boolean {
	const [, , day = "", month = "", weekday = ""] = text.trim().split(/\s+/);
	// With both, either of them is enough.
	if (!/^\d+(,\d+)*$/.test(day) || !/^[*?]$/.test(weekday)) return false;
	const given = month.split(",").map((name) => {
		const index = months.indexOf(name.toLowerCase());
		return index === -1 ? Number(name) : index + 1;
	});
	return day
		.split(",")
		.every((one) =>
			given.every((index) => Number(one) > (lengths[index - 1] ?? 31)),
		);
}

export const schedule: FieldConstraint = {
	value: (value) => {
		if (typeof value !== "string") return undefined;
		if (isSchedule(value))
			return isNever(value)
				? invalid(
						value,
						"a day that no month of it has",
						"use a day that the month has; the schedule would never start",
					)
				: undefined;
		return invalid(
			value,
			"not a schedule",
			"use minute, hour, day, month and weekday (0 to 6), or @hourly, @every 5m",
		);
	},
};

/** Time zone of a schedule, by its name in the IANA database. */
export const timeZone: FieldConstraint = {
	value: (value) =>
		typeof value !== "string" || isTimeZone(value)
			? undefined
			: invalid(
					value,
					"not a time zone",
					"use a name of the IANA database, such as Europe/Berlin or Etc/UTC",
				),
};

function isTimeZone(name: string): boolean {
	// Go reads neither offsets nor an empty name.
	if (!/^[A-Za-z][\w+/-]*$/.test(name)) return false;
	try {
		new Intl.DateTimeFormat("en", { timeZone: name });
		return true;
	} catch {
		return false;
	}
}
