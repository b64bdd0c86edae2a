/** One reason why lines could not be read, with their number and a few samples. */
export interface Unparsed {
	/** Fixed text without values of the line: `no format`, `libp2p.received: msgId is missing`. */
	readonly reason: string;
	count: number;
	readonly samples: { stream: string; line: number; text: string }[];
}

export interface Counter {
	count: number;
}

const MAX_SAMPLES = 5;
const MAX_REASONS = 200;
const MAX_SAMPLE_LENGTH = 400;

/**
 * Accounting of a parser. Once it has ended, `lines + unpacked = events +
 * continuations + unparsed` always holds.
 */
export class Tally {
	/** Physical lines read. */
	lines = 0;
	/** Lines found inside another line, beyond the first: one OTLP line contains many. */
	unpacked = 0;
	/** Lines that continue the record above, or are a part of a split line. */
	continuations = 0;
	/** Streams whose last line had no newline: they may have been truncated there. */
	cutStreams = 0;
	private readonly byEvent = new Map<string, Counter>();
	private readonly byFormat = new Map<string, Counter>();
	private readonly reasons = new Map<string, Unparsed>();

	/** Records by event; those without a schema are `log`. */
	get events(): ReadonlyMap<string, number> {
		return counted(this.byEvent);
	}

	/** Records by format. */
	get formats(): ReadonlyMap<string, number> {
		return counted(this.byFormat);
	}

	get unparsed(): readonly Unparsed[] {
		return [...this.reasons.values()].sort((a, b) => b.count - a.count);
	}

	get eventCount(): number {
		return sum(this.events.values());
	}

	get unparsedCount(): number {
		return sum([...this.reasons.values()].map(({ count }) => count));
	}

	/** Whether every line is accounted for. False means a bug in the parser. */
	get balanced(): boolean {
		return (
			this.lines + this.unpacked ===
			this.eventCount + this.continuations + this.unparsedCount
		);
	}

	/** Returns the counter of an event, for the caller to keep and increment per record. */
	event(name: string): Counter {
		return counterOf(this.byEvent, name);
	}

	format(name: string): Counter {
		return counterOf(this.byFormat, name);
	}

	addUnparsed(
		reason: string,
		stream: string,
		line: number,
		raw: string,
		lines = 1,
	): void {
		const known = this.reasons.has(reason) || this.reasons.size < MAX_REASONS;
		const kept = known ? reason : "other reasons";
		const entry = this.reasons.get(kept) ?? {
			reason: kept,
			count: 0,
			samples: [],
		};
		entry.count += lines;
		if (entry.samples.length < MAX_SAMPLES) {
			const text = Buffer.from(raw.slice(0, MAX_SAMPLE_LENGTH), "latin1");
			entry.samples.push({ stream, line, text: text.toString("utf8") });
		}
		this.reasons.set(kept, entry);
	}
}

function sum(numbers: Iterable<number>): number {
	let total = 0;
	for (const number of numbers) total += number;
	return total;
}

function counterOf(counters: Map<string, Counter>, name: string): Counter {
	const known = counters.get(name) ?? { count: 0 };
	counters.set(name, known);
	return known;
}

const counted = (counters: ReadonlyMap<string, Counter>) =>
	new Map(
		[...counters]
			.filter(([, { count }]) => count > 0)
			.map(([name, { count }]) => [name, count]),
	);
