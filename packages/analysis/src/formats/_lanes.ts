import type { Instant } from "./_event-writer.ts";
import type { LineFormat } from "./format.ts";

/** The state of one sequence of lines; stdout and stderr of a container are two. */
export interface Lane {
	format: LineFormat | undefined;
	/** The one before it: two often alternate. */
	other: LineFormat | undefined;
	/** The parts so far of a line that a runtime cut, and how many. */
	parts: { text: string; count: number; line: number } | undefined;
	/** A record that may go on in the next line. */
	open:
		| { text: string; line: number; inner: Instant | undefined; lines: number }
		| undefined;
	/** Line of the last record, 0 before the first. */
	last: number;
}

/** The lanes of every stream, by the channel that a wrapper names. */
export class Lanes {
	private readonly byStream: Map<string, Lane>[] = [];
	private last: Lane | undefined;
	private lastStream = -1;
	private lastChannel = "";

	/** For the next stream. */
	add(): void {
		this.byStream.push(new Map());
	}

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
		const lanes = this.byStream[stream] as Map<string, Lane>;
		const known = lanes.get(channel);
		if (known !== undefined) return known;
		const lane: Lane = {
			format: undefined,
			other: undefined,
			parts: undefined,
			open: undefined,
			last: 0,
		};
		lanes.set(channel, lane);
		return lane;
	}
}
