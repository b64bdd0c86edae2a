import { KnownMinute, TO_NANOS } from "./_minute.ts";
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

const LEAP = 29;
const DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

function daysIn(year: number, month: number): number {
	const leap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
	return month === 2 && leap ? LEAP : (DAYS[month - 1] as number);
}

// Consecutive lines mostly share a minute, so its start is cached; once for each
// separator, since the runtime's timestamp alternates with the line's own.
const cachedText = ["no time yet", "no time yet"];
const cachedSeconds = [0, 0];

function minuteSeconds(text: string, at: number): number {
	const slot = text.charCodeAt(at + 10) === 84 ? 1 : 0; // 'T'
	if (text.startsWith(cachedText[slot] as string, at)) {
		return cachedSeconds[slot] as number;
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
	if (!(month >= 1 && month <= 12)) return Number.NaN;
	if (!(day >= 1 && day <= daysIn(year, month))) return Number.NaN;
	if (!(hour < 24 && minutes < 60)) return Number.NaN;
	const seconds =
		daysSinceEpoch(year, month, day) * 86_400 + hour * 3600 + minutes * 60;
	// A copy, since a slice would keep the whole chunk in memory.
	cachedText[slot] = Buffer.from(text.slice(at, at + 16), "latin1").toString(
		"latin1",
	);
	cachedSeconds[slot] = seconds;
	return seconds;
}

/** Abbreviations of time zones that `date` and journalctl print: those of the tz database. */
const NAMED_ZONE =
	/ (UTC|GMT|CES?T|EES?T|WES?T|BST|I[SD]T|MSK|MSD|[ACEMNP][SD]T|AK[SD]T|H[SDK]T|[JKPS]ST|PKT|A[CEW][SD]T|NZ[SD]T|ChST|[CEW]AT|SAST|WI(?:B|T|TA))(?![\w-])/y;
/** An offset behind a space, and perhaps its name, as Go prints a time; or half of a day on a clock of twelve hours. */
const SPACED_ZONE =
	/ (?:([+-]\d\d:?\d\d)(?: [A-Z]{3,5}(?![\w-]))?|([AaPp]\.?[Mm]\b\.?))(?= |\t|$)/y;

const isDigit = (text: string, at: number): boolean => {
	const value = digit(text, at);
	return value >= 0 && value <= 9;
};

const recent = new KnownMinute();

/**
 * Reads `YYYY-MM-DD hh:mm:ss[.fraction][zone]` at `at` into the record. `T` may
 * replace the space, and `,` the dot; the zone is `Z`, `+hh:mm`, `+hhmm`, `+hh`,
 * ` +hhmm`, ` UTC` or none (UTC).
 *
 * @returns the offset after the time, -1 if there is none, one in a zone of unknown
 * offset, or one of twelve hours
 */
export function readTime(
	text: string,
	at: number,
	end: number,
	into: LineRecord,
): number {
	if (end - at < 19 || digit(text, at + 16) !== 10) return -1;
	const known = text === into.text ? recent.read(into.view, at, end, into) : -1;
	if (known >= 0) return known;
	const minute = minuteSeconds(text, at);
	const second = twoDigits(text, at + 17);
	// `!(second <= 60)` also rejects NaN; 60 is a leap second.
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
		nanos *= TO_NANOS[Math.min(next - from, 9)] as number;
	}
	const zoneAt = next;
	const zone = next < end ? text.charCodeAt(next) : 0;
	if (zone === 90) {
		next++;
	} else if (zone === 43 || (zone === 45 && isDigit(text, next + 1))) {
		const hours = twoDigits(text, next + 1);
		let minutes = 0;
		let behind = next + 3;
		if (text.charCodeAt(behind) === 58 || isDigit(text, behind)) {
			const from = text.charCodeAt(behind) === 58 ? behind + 1 : behind;
			minutes = twoDigits(text, from);
			behind = from + 2;
		}
		if (!(hours < 24 && minutes < 60) || behind > end) return -1;
		const offset = hours * 3600 + minutes * 60;
		seconds += zone === 43 ? -offset : offset;
		next = behind;
	} else if (zone === 32) {
		SPACED_ZONE.lastIndex = next;
		const spaced = SPACED_ZONE.exec(text);
		if (spaced !== null && SPACED_ZONE.lastIndex <= end) {
			const [, offset] = spaced;
			if (offset === undefined) return -1;
			const hours = twoDigits(offset, 1);
			const minutes = twoDigits(offset, offset.length - 2);
			if (!(hours < 24 && minutes < 60)) return -1;
			const sign = offset.startsWith("+") ? -1 : 1;
			into.seconds = seconds + sign * (hours * 3600 + minutes * 60);
			into.nanos = nanos;
			return SPACED_ZONE.lastIndex;
		}
		NAMED_ZONE.lastIndex = next;
		const name = NAMED_ZONE.exec(text)?.[1];
		if (name !== undefined && NAMED_ZONE.lastIndex <= end) {
			// The offset of any other abbreviation depends on who wrote it.
			if (name !== "UTC" && name !== "GMT") return -1;
			next = NAMED_ZONE.lastIndex;
		}
	}
	into.seconds = seconds;
	into.nanos = nanos;
	if (second < 60) recent.note(text, at, zoneAt, next, seconds - second);
	return next;
}

/** A leap year, for dates without one. */
const ANY_YEAR = 1972;

/** Reads `MM-DD hh:mm:ss[.fraction]`, a time whose year the parser finds later. @returns false if it is none */
export function readYearless(text: string, into: LineRecord): boolean {
	const time = `${ANY_YEAR}-${text}`;
	if (readTime(time, 0, time.length, into) !== time.length) return false;
	into.yearless = true;
	return true;
}

/**
 * Reads a Unix time at `at`: seconds with a fraction, or a whole number of
 * seconds, milliseconds, microseconds or nanoseconds; the number of digits decides.
 *
 * @returns the offset after the time, -1 if there is none
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
