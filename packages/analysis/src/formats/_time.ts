import type { LineRecord } from "./record.ts";

const digit = (text: string, at: number): number => text.charCodeAt(at) - 48;

function twoDigits(text: string, at: number): number {
	const tens = digit(text, at);
	const ones = digit(text, at + 1);
	return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9
		? tens * 10 + ones
		: Number.NaN;
}

/** Days since 1970-01-01 in the Gregorian calendar (H. Hinnant, days_from_civil). */
function daysSinceEpoch(year: number, month: number, day: number): number {
	const y = month <= 2 ? year - 1 : year;
	const era = Math.floor(y / 400);
	const yearOfEra = y - era * 400;
	const dayOfYear =
		Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
	const dayOfEra =
		yearOfEra * 365 +
		Math.floor(yearOfEra / 4) -
		Math.floor(yearOfEra / 100) +
		dayOfYear;
	return era * 146_097 + dayOfEra - 719_468;
}

// Lines of one minute stand together: the date is worked out once for them, and
// once for the other way of writing it, since a runtime puts its own before theirs.
const cachedText = ["no time yet", "no time yet"];
const cachedSeconds = [0, 0];

function minuteSeconds(text: string, at: number): number {
	const way = text.charCodeAt(at + 10) === 84 ? 1 : 0; // 'T'
	if (text.startsWith(cachedText[way] as string, at)) {
		return cachedSeconds[way] as number;
	}
	if (digit(text, at + 4) !== -3 || digit(text, at + 7) !== -3) {
		return Number.NaN; // '-' is 45
	}
	if (digit(text, at + 13) !== 10) return Number.NaN; // ':' is 58
	const separator = text.charCodeAt(at + 10);
	if (separator !== 32 && separator !== 84) return Number.NaN; // ' ' or 'T'
	const year = twoDigits(text, at) * 100 + twoDigits(text, at + 2);
	const month = twoDigits(text, at + 5);
	const day = twoDigits(text, at + 8);
	const hour = twoDigits(text, at + 11);
	const minutes = twoDigits(text, at + 14);
	if (!(month >= 1 && month <= 12 && day >= 1 && day <= 31)) return Number.NaN;
	if (!(hour < 24 && minutes < 60)) return Number.NaN;
	const seconds =
		daysSinceEpoch(year, month, day) * 86_400 + hour * 3600 + minutes * 60;
	// A copy of its own: a slice would keep the whole chunk alive.
	cachedText[way] = Buffer.from(text.slice(at, at + 16), "latin1").toString(
		"latin1",
	);
	cachedSeconds[way] = seconds;
	return seconds;
}

/** What so many digits of a fraction are to be multiplied by. */
const BILLIONTHS = Array.from(
	{ length: 10 },
	(_, digits) => 10 ** (9 - digits),
);

/**
 * Reads `YYYY-MM-DD hh:mm:ss[.fraction][zone]` at `at` into the record; `T` for
 * the space, `,` for the dot, zone `Z`, `+hh:mm`, `+hhmm` or none (UTC).
 *
 * @returns the offset behind it, -1 when there is no such time
 */
export function readTime(
	text: string,
	at: number,
	end: number,
	into: LineRecord,
): number {
	if (end - at < 19 || digit(text, at + 16) !== 10) return -1;
	const minute = minuteSeconds(text, at);
	const second = twoDigits(text, at + 17);
	// Written so that NaN fails too; 60 is a leap second.
	if (Number.isNaN(minute) || !(second <= 60)) return -1;
	let seconds = minute + second;
	let nanos = 0;
	let next = at + 19;
	const mark = text.charCodeAt(next);
	if (next < end && (mark === 46 || mark === 44)) {
		const from = ++next;
		for (; next < end; next++) {
			const value = digit(text, next);
			if (!(value >= 0 && value <= 9)) break;
			if (next - from < 9) nanos = nanos * 10 + value;
		}
		nanos *= BILLIONTHS[Math.min(next - from, 9)] as number;
	}
	const zone = next < end ? text.charCodeAt(next) : 0;
	if (zone === 90) {
		next++;
	} else if (zone === 43 || (zone === 45 && end - next >= 5)) {
		const colon = text.charCodeAt(next + 3) === 58 ? 1 : 0;
		const hours = twoDigits(text, next + 1);
		const minutes = twoDigits(text, next + 3 + colon);
		if (!(hours < 24 && minutes < 60) || next + 5 + colon > end) return -1;
		const offset = hours * 3600 + minutes * 60;
		seconds += zone === 43 ? -offset : offset;
		next += 5 + colon;
	}
	into.seconds = seconds;
	into.nanos = nanos;
	return next;
}

/**
 * Reads a Unix time at `at`: seconds with a fraction, or a whole number of
 * seconds, milliseconds, microseconds or nanoseconds, told apart by its size.
 *
 * @returns the offset behind it, -1 when there is no such time
 */
export function readUnixTime(
	text: string,
	at: number,
	end: number,
	into: LineRecord,
): number {
	let next = at;
	while (next < end && digit(text, next) >= 0 && digit(text, next) <= 9) next++;
	const whole = next - at;
	if (whole < 9 || whole > 19) return -1;
	let fraction = "";
	if (text.charCodeAt(next) === 46 && next < end) {
		const from = ++next;
		while (next < end && digit(text, next) >= 0 && digit(text, next) <= 9)
			next++;
		fraction = text.slice(from, next);
	}
	const exponent = text.charCodeAt(next);
	if (next < end && (exponent === 101 || exponent === 69)) return -1;
	const digits = text.slice(at, at + whole);
	const scale = whole <= 10 ? 0 : whole <= 13 ? 3 : whole <= 16 ? 6 : 9;
	const cut = whole - scale;
	into.seconds = Number(digits.slice(0, cut));
	into.nanos = Number(
		`${digits.slice(cut)}${fraction}`.padEnd(9, "0").slice(0, 9),
	);
	return next;
}
