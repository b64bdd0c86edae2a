/** Why lines could not be read, how many, and a few of them. */
export interface Unparsed {
	/** Stable words without values of the line: `no format`, `libp2p.received: msgId is missing`. */
	readonly reason: string;
	count: number;
	readonly samples: { stream: string; line: number; text: string }[];
}

const MAX_SAMPLES = 5;
const MAX_REASONS = 200;
const MAX_SAMPLE_LENGTH = 400;

/**
 * The books of a parser: `lines + unpacked = events + continuations + unparsed`,
 * always, once the parser has ended.
 */
export class Tally {
	/** Physical lines that came in. */
	lines = 0;
	/** Lines that came out of a line beyond the first: one OTLP line holds many. */
	unpacked = 0;
	/** Lines that belong to the record before them, or to the next part of a cut line. */
	continuations = 0;
	/** Streams whose last line had no newline: they may have been cut there. */
	cutStreams = 0;
	/** Records by event; those without a schema are `log`. */
	readonly events = new Map<string, number>();
	/** Records by format. */
	readonly formats = new Map<string, number>();
	private readonly reasons = new Map<string, Unparsed>();

	get unparsed(): readonly Unparsed[] {
		return [...this.reasons.values()].sort((a, b) => b.count - a.count);
	}

	get eventCount(): number {
		return sum(this.events.values());
	}

	get unparsedCount(): number {
		return sum([...this.reasons.values()].map(({ count }) => count));
	}

	/** Is every line accounted for? False means a bug of ours. */
	get balanced(): boolean {
		return (
			this.lines + this.unpacked ===
			this.eventCount + this.continuations + this.unparsedCount
		);
	}

	addEvent(event: string, format: string): void {
		this.events.set(event, (this.events.get(event) ?? 0) + 1);
		this.formats.set(format, (this.formats.get(format) ?? 0) + 1);
	}

	addUnparsed(reason: string, stream: string, line: number, raw: string): void {
		const known = this.reasons.has(reason) || this.reasons.size < MAX_REASONS;
		const kept = known ? reason : "other reasons";
		const entry = this.reasons.get(kept) ?? {
			reason: kept,
			count: 0,
			samples: [],
		};
		entry.count++;
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
