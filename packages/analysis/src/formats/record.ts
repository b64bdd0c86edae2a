import { Layouts } from "./_layout.ts";
import { LineFields } from "./line-fields.ts";

/** Severities of all formats, lowest first; a record stores the index. */
export const levels = [
	"trace",
	"debug",
	"info",
	"notice",
	"warn",
	"error",
	"fatal",
] as const;

export type Level = (typeof levels)[number];

/**
 * Parts of one line: time, level, message and fields. One object is reused for
 * every line, so that the hot path allocates nothing.
 */
export class LineRecord extends LineFields {
	/** Seconds since the epoch, UTC; NaN if the line has no time. */
	seconds = Number.NaN;
	nanos = 0;
	/** Whether the time is of some year: the line has none. */
	yearless = false;
	/** Index into `levels`, -1 if the line has no level. */
	level = -1;
	/** Layouts of earlier lines. */
	readonly layouts = new Layouts();

	/** Whether the line has a time. */
	get timed(): boolean {
		return !Number.isNaN(this.seconds);
	}

	override reset(text: string, ascii = false): void {
		super.reset(text, ascii);
		this.seconds = Number.NaN;
		this.nanos = 0;
		this.yearless = false;
		this.level = -1;
	}
}
