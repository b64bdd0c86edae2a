import type { Instant, LineFormat } from "../formats/format.ts";
import type { Line } from "./line.ts";

/** Parts collected so far of a line that the container runtime split. */
export interface Parts {
	/** Line that carried the first part. */
	readonly line: Line;
	readonly text: string;
	readonly count: number;
	/** When the last part was seen. */
	readonly seen: Instant | undefined;
	/** Whether the parts may be a whole line: nothing but the next part shows it. */
	readonly mayBeWhole: boolean;
}

/** State of one sequence of lines; stdout and stderr of a container are two lanes. */
export interface Lane {
	/** Format of its last line. */
	format: LineFormat | undefined;
	/** Format used before that one: two often alternate. */
	other: LineFormat | undefined;
	parts: Parts | undefined;
	/** Number of lines in envelopes so far, of the current container. */
	lines: number;
	/** A record that the next line may continue, and its number of lines so far. */
	open: { readonly line: Line; readonly lines: number } | undefined;
	/** Line number of the last record, 0 before the first. */
	last: number;
	/** The record whose stack trace the last line belongs to, by line number. */
	traceOf: number;
	/** Lines of free text that may follow in the trace: the message of a panic. */
	freeLines: number;
	records: number;
	/** Lines that continue a record for no other reason than that nothing else fits. */
	doubtful: number;
	/** The first of them. */
	doubtfulLine: Line | undefined;
}

/** Lanes of every stream, by the channel that a wrapper names. */
export class Lanes {
	private readonly byStream: Map<string, Lane>[] = [];
	private last: Lane | undefined;
	private lastStream = -1;
	private lastChannel = "";

	of(stream: number, channel: string): Lane {
		if (stream === this.lastStream && channel === this.lastChannel) {
			return this.last as Lane;
		}
		const lane = this.find(stream, channel);
		this.last = lane;
		this.lastStream = stream;
		this.lastChannel = channel;
		return lane;
	}

	all(stream: number): Iterable<[channel: string, lane: Lane]> {
		return this.byStream[stream] ?? [];
	}

	private find(stream: number, channel: string): Lane {
		const lanes = this.byStream[stream] ?? new Map<string, Lane>();
		this.byStream[stream] = lanes;
		const known = lanes.get(channel);
		if (known !== undefined) return known;
		const lane: Lane = {
			format: undefined,
			other: undefined,
			parts: undefined,
			lines: 0,
			open: undefined,
			last: 0,
			traceOf: -1,
			freeLines: 0,
			records: 0,
			doubtful: 0,
			doubtfulLine: undefined,
		};
		lanes.set(channel, lane);
		return lane;
	}
}
