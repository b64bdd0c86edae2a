import {
	CERTAIN,
	type Inner,
	type Instant,
	type Origin,
} from "../formats/format.ts";
import { LineRecord } from "../formats/record.ts";
import { formats, wrappers } from "../formats/registry.ts";
import { type Lane, Lanes, type Parts } from "./_lanes.ts";
import type { LineReader } from "./_line-reader.ts";
import { KnownPrefixes } from "./_prefixes.ts";
import { PrettyObjects } from "./_pretty-objects.ts";
import { type Line, withoutColours } from "./line.ts";
import type { LineSink } from "./stream.ts";
import type { Tally } from "./tally.ts";

const MAX_DEPTH = 4;
const TOO_LONG = "line too long";
const CUT = "the container ended in the middle of the line";

export interface UnwrapperOptions {
	readonly tally: Tally;
	/** Limit for a line after its parts are joined; a longer one is dropped. */
	readonly maxLineBytes: number;
	/** Stream names by index; the unwrapper adds those that envelopes name. */
	readonly streams: string[];
	/** Returns the stream name of an origin. */
	readonly nameOf: (origin: Origin) => string;
}

/** A stream that an envelope names, within a file that several programs wrote. */
interface OriginStream {
	readonly index: number;
	lines: number;
}

/** Removes the envelopes that collectors and runtimes put around lines, and rejoins lines that they split. */
export class Unwrapper implements LineSink {
	private readonly reader: LineReader;
	private readonly options: UnwrapperOptions;
	private readonly tally: Tally;
	private readonly lanes = new Lanes();
	private readonly prefixes = new KnownPrefixes();
	private readonly origins = new Map<string, OriginStream>();
	/** Streams that envelopes named, by the stream that contained them. */
	private readonly contained: Set<number>[] = [];
	private readonly objects: PrettyObjects;
	private readonly record = new LineRecord();

	constructor(reader: LineReader, options: UnwrapperOptions) {
		this.reader = reader;
		this.options = options;
		this.tally = options.tally;
		this.objects = new PrettyObjects(options.maxLineBytes);
	}

	chunk(text: string, bytes: Uint8Array): void {
		this.reader.chunk(text, bytes);
	}

	line(line: Line): void {
		this.tally.lines++;
		if (this.objects.concerns(line)) this.takeObject(line);
		else this.read(line, "", 0);
	}

	private takeObject(line: Line): void {
		const { object, continuations, others } = this.objects.take(line);
		this.tally.continuations += continuations;
		if (object !== undefined) this.read(object, "", 0);
		for (const other of others) this.read(other, "", 0);
	}

	tooLong(head: Line): void {
		this.tally.lines++;
		this.reader.refuse(TOO_LONG, head);
	}

	restart(stream: number, cut: Line | undefined): void {
		if (cut !== undefined) {
			this.tally.lines++;
			this.reader.refuse(CUT, cut);
		}
		for (const index of [stream, ...(this.contained[stream] ?? [])]) {
			for (const [channel, lane] of this.lanes.all(index)) {
				const { parts } = lane;
				if (parts?.mayBeWhole) {
					this.readParts(lane, parts, channel, true);
				} else if (parts !== undefined) {
					lane.parts = undefined;
					this.tally.continuations += parts.count - 1;
					this.reader.refuse(CUT, parts.line.with(parts.text));
				}
				this.reader.close(lane);
				lane.lines = 0;
			}
		}
	}

	end(stream: number, cut: boolean): void {
		if (cut) this.tally.cutStreams++;
		for (const line of this.objects.end(stream)) this.read(line, "", 0);
		for (const index of [stream, ...(this.contained[stream] ?? [])]) {
			for (const [channel, lane] of this.lanes.all(index)) {
				const { parts } = lane;
				if (parts !== undefined)
					this.readParts(lane, parts, channel, parts.mayBeWhole);
				this.reader.end(lane);
			}
		}
	}

	/** Reads parts that no other part follows as a line. */
	private readParts(
		lane: Lane,
		{ line, text, count, seen }: Parts,
		channel: string,
		whole: boolean,
	): void {
		lane.parts = undefined;
		this.tally.continuations += count - 1;
		const rest = line.with(text);
		rest.seen = whole ? seen : undefined;
		rest.position = ++lane.lines;
		withoutColours(rest);
		this.read(rest, channel, 1);
	}

	private read(line: Line, channel: string, depth: number): void {
		const lane = this.lanes.of(line.stream, channel);
		// Nearly every line has the format of the line before.
		if (this.reader.readInRecentFormat(lane, line)) return;
		// Copied out of the chunk, so that no search runs past the end of the line.
		const detached = line.with(line.content, line.ascii);
		const inner = this.unwrap(detached, depth);
		if (inner === undefined) this.reader.readInAnyFormat(lane, detached);
		else this.unpack(detached, inner, channel, depth + 1);
	}

	/** @returns undefined if the line has no envelope */
	private unwrap(line: Line, depth: number): readonly Inner[] | undefined {
		if (depth >= MAX_DEPTH) return undefined;
		const known = this.prefixes.unwrap(line);
		if (known !== undefined) return known;
		const { text } = line;
		for (const wrapper of wrappers) {
			const inner = wrapper.unwrap(text, 0, text.length);
			const [first] = inner ?? [];
			if (inner === undefined) continue;
			if (first?.uncertain !== true) return inner;
			if (!this.containsRecord(innerLine(line, first), depth + 1)) continue;
			this.prefixes.add(line, first);
			return inner;
		}
		return undefined;
	}

	private containsRecord(line: Line, depth: number): boolean {
		if (this.unwrap(line.with(line.content), depth) !== undefined) return true;
		const { record } = this;
		const { text, start, end } = line;
		return formats.some((format) => {
			const score = format.detect(text, start, end);
			if (score === 0) return false;
			record.reset(text);
			return (
				format.parse(text, start, end, record) && (record.timed || score === 1)
			);
		});
	}

	private unpack(
		line: Line,
		inner: readonly Inner[],
		channel: string,
		depth: number,
	): void {
		if (inner.length === 0) {
			this.reader.refuse("envelope without lines", line.with(""));
			return;
		}
		const pieces = inner.flatMap(inLines);
		this.tally.unpacked += pieces.length - 1;
		for (const piece of pieces) {
			const carrier = this.carrierOf(line, piece.origin);
			const name = `${channel}/${piece.channel ?? ""}`;
			const lane = this.lanes.of(carrier.stream, name);
			const whole = this.wholeOf(lane, carrier, piece, name);
			if (whole !== undefined) this.read(whole, name, depth);
		}
	}

	/** Returns the line as one of the stream that its envelope names. */
	private carrierOf(line: Line, origin: Origin | undefined): Line {
		if (origin === undefined) return line;
		const { nameOf, streams } = this.options;
		const name = nameOf(origin);
		if (name === "" || name === streams[line.stream]) return line;
		let stream = this.origins.get(name);
		if (stream === undefined) {
			stream = { index: streams.push(name) - 1, lines: 0 };
			this.origins.set(name, stream);
		}
		let contained = this.contained[line.stream];
		if (contained === undefined) {
			contained = new Set();
			this.contained[line.stream] = contained;
		}
		contained.add(stream.index);
		return line.in(stream.index, ++stream.lines, line.text, line.ascii);
	}

	/** @returns undefined if more parts follow, or the line is too long */
	private wholeOf(
		lane: Lane,
		line: Line,
		piece: Inner,
		channel: string,
	): Line | undefined {
		if (lane.parts?.mayBeWhole && startsRecord(piece))
			this.readParts(lane, lane.parts, channel, true);
		const { parts } = lane;
		if (piece.partial !== false) {
			lane.parts = this.withPart(
				parts ?? {
					line,
					text: "",
					count: 0,
					seen: undefined,
					mayBeWhole: true,
				},
				piece,
			);
			return undefined;
		}
		const position = ++lane.lines;
		if (parts === undefined) {
			const inner = innerLine(line, piece);
			inner.position = position;
			return inner;
		}
		lane.parts = undefined;
		this.tally.continuations += parts.count;
		const whole = parts.line.with(parts.text + textOf(piece));
		whole.seen = piece.seen ?? line.seen;
		whole.position = position;
		if (whole.end <= this.options.maxLineBytes) {
			withoutColours(whole);
			return whole;
		}
		this.reader.refuse(TOO_LONG, whole);
		return undefined;
	}

	private withPart(
		{ line, text, count, mayBeWhole }: Parts,
		piece: Inner,
	): Parts {
		const { maxLineBytes } = this.options;
		const whole = text.length < maxLineBytes ? text + textOf(piece) : text;
		const seen: Instant | undefined = piece.seen ?? line.seen;
		return {
			line,
			text: whole,
			count: count + 1,
			seen,
			mayBeWhole: mayBeWhole && piece.partial === "unless-next-starts",
		};
	}
}

/** Separates the lines that a collector joined, such as a record and its stack trace. A sentence with attributes stays whole. */
function inLines(piece: Inner): readonly Inner[] {
	const { text, start, end, partial, asLogfmt } = piece;
	const first = text.indexOf("\n", start);
	if (first < 0 || first >= end || partial !== false) return [piece];
	if (asLogfmt !== undefined && !startsRecord({ ...piece, end: first }))
		return [piece];
	const lines: Inner[] = [];
	for (let at = start; at <= end; ) {
		const newline = text.indexOf("\n", at);
		const stop = newline < 0 || newline > end ? end : newline;
		const { asLogfmt: _, ...line } = piece;
		lines.push({ ...line, start: at, end: stop });
		at = stop + 1;
	}
	return lines;
}

const textOf = ({ text, start, end }: Inner): string => text.slice(start, end);

const startsRecord = ({ text, start, end }: Inner): boolean =>
	formats.some((format) => format.detect(text, start, end) >= CERTAIN);

function innerLine(line: Line, piece: Inner): Line {
	// Unescaping can add bytes beyond ASCII; only a slice of the line itself cannot.
	const ascii = line.ascii && piece.text === line.text;
	const inner = line.with(piece.text, ascii);
	inner.start = piece.start;
	inner.end = piece.end;
	inner.seen = piece.seen ?? line.seen;
	withoutColours(inner);
	const { asLogfmt } = piece;
	if (asLogfmt === undefined) return inner;
	// Most envelopes contain a line of some format; a bare sentence is read as logfmt.
	const { text, start, end } = inner;
	if (
		startsRecord({ text, start, end, partial: false }) ||
		wrappers.some((wrapper) => wrapper.unwrap(text, start, end) !== undefined)
	)
		return inner;
	const logfmt = line.with(asLogfmt);
	logfmt.seen = inner.seen;
	return logfmt;
}
