import { Literal } from "./_literal.ts";
import type { LineRecord } from "./record.ts";

const MAX_DECIMALS = 9;
/** Lines of another minute after which it replaces the known one: alternating programs must not replace it at each line. */
const LEARN_AFTER = 8;

/** Factor from an n-digit fraction to nanoseconds, by n. */
export const TO_NANOS = Array.from(
	{ length: MAX_DECIMALS + 1 },
	(_, digits) => 10 ** (MAX_DECIMALS - digits),
);

/** Times that differ from an earlier one in seconds and fraction only, as most do. */
export class Minute {
	/** Text up to the seconds. */
	private readonly head: Literal;
	private readonly decimals: number;
	private readonly zone: Literal;
	/** Start of the minute, seconds since the epoch. */
	private readonly start: number;

	constructor(
		text: string,
		at: number,
		{
			decimals,
			zone,
			start,
		}: { decimals: number; zone: string; start: number },
	) {
		this.head = new Literal(text.slice(at, at + 17));
		this.decimals = decimals;
		this.zone = new Literal(zone);
		this.start = start;
	}

	/** @returns the offset after the time, -1 if it differs in more; the record is then unchanged */
	read(view: DataView, at: number, end: number, into: LineRecord): number {
		const { decimals, head, start, zone } = this;
		const behind = at + 19 + (decimals > 0 ? decimals + 1 : 0) + zone.length;
		if (behind > end || !head.matches(view, at)) return -1;
		const tens = view.getUint8(at + 17) - 48;
		const ones = view.getUint8(at + 18) - 48;
		if (!(tens >= 0 && tens < 6 && ones >= 0 && ones < 10)) return -1;
		let nanos = 0;
		let next = at + 19;
		if (decimals > 0) {
			const mark = view.getUint8(next++);
			if (mark !== 46 && mark !== 44) return -1;
			for (const last = next + decimals; next < last; next++) {
				const value = view.getUint8(next) - 48;
				if (!(value >= 0 && value < 10)) return -1;
				nanos = nanos * 10 + value;
			}
			nanos *= TO_NANOS[decimals] as number;
		}
		if (!zone.matches(view, next)) return -1;
		into.seconds = start + tens * 10 + ones;
		into.nanos = nanos;
		return behind;
	}
}

/** The minute of recent lines. */
export class KnownMinute {
	private known: Minute | undefined;
	private misses = LEARN_AFTER;

	/** @see Minute.read */
	read(view: DataView, at: number, end: number, into: LineRecord): number {
		const behind = this.known?.read(view, at, end, into) ?? -1;
		if (behind >= 0) this.misses = 0;
		return behind;
	}

	/**
	 * Notes a time that `read` did not know.
	 *
	 * @param zoneAt offset after the fraction
	 * @param behind offset after the zone
	 * @param start of its minute, seconds since the epoch
	 */
	note(
		text: string,
		at: number,
		zoneAt: number,
		behind: number,
		start: number,
	): void {
		const decimals = Math.max(0, zoneAt - at - 20);
		const zone = text.slice(zoneAt, behind);
		// Only these end where they do whatever follows.
		if (decimals > MAX_DECIMALS || !/^(?:Z|[+-]\d\d:\d\d)$/.test(zone)) return;
		if (++this.misses < LEARN_AFTER) return;
		this.misses = 0;
		this.known = new Minute(text, at, { decimals, zone, start });
	}
}
