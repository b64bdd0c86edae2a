import { streamKey } from "./label-mapping.ts";
import type { LogBatch, LogStream } from "./log-source.ts";

/** A line that a server returned. */
export interface GatheredLine {
	/** When the collector saw it, ns since 1970. */
	readonly time: bigint;
	readonly line: string;
	/** Place among the lines of the same time. @default as they arrived */
	readonly order?: number | undefined;
	/** Whether the server has only its beginning. */
	readonly cut?: boolean;
}

/** Collects lines that arrive in any order into one batch per stream. */
export class BatchCollector {
	readonly #streams = new Map<
		string,
		{ readonly stream: LogStream; readonly lines: GatheredLine[] }
	>();
	readonly #byOrder: boolean;

	/**
	 * @param byOrder whether the order of lines that have one is that of writing,
	 *   whatever their times: a clock may have been set back. @default false
	 */
	constructor({ byOrder = false }: { readonly byOrder?: boolean } = {}) {
		this.#byOrder = byOrder;
	}

	add(stream: LogStream, line: GatheredLine): void {
		const key = streamKey(stream);
		const entry = this.#streams.get(key) ?? { stream, lines: [] };
		this.#streams.set(key, entry);
		entry.lines.push(line);
	}

	/** Returns one batch per stream, sorted by name, with its lines in order. */
	batches(): LogBatch[] {
		return [...this.#streams]
			.sort(([a], [b]) => (a < b ? -1 : 1))
			.map(([, { stream, lines }]) => {
				this.#sort(lines);
				const cut = [...lines.keys()].filter((index) => lines[index]?.cut);
				return {
					stream,
					times: BigInt64Array.from(lines, ({ time }) => time),
					lines: lines.map(({ line }) => line),
					...(cut.length > 0 && { cut }),
				};
			});
	}

	#sort(lines: GatheredLine[]): void {
		const byOrder =
			this.#byOrder && lines.every(({ order }) => order !== undefined);
		const compare = (a: GatheredLine, b: GatheredLine): number => {
			if (!byOrder && a.time !== b.time) return a.time < b.time ? -1 : 1;
			return (a.order ?? 0) - (b.order ?? 0);
		};
		const inOrder = lines.every(
			(line, index) =>
				index === 0 || compare(lines[index - 1] as GatheredLine, line) <= 0,
		);
		// Lines that are alike stay as they arrived.
		if (!inOrder) lines.sort(compare);
	}
}

const SECOND = 1_000_000_000n;

/** Converts `2026-08-05T01:15:19.582001Z` to ns since 1970, exactly. */
export function fromIso(text: string): bigint {
	const match =
		/^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d{1,9}))?(Z|[+-]\d\d:\d\d)$/.exec(
			text,
		);
	if (match === null) throw new RangeError(`'${text}' is not a time`);
	const whole = BigInt(Date.parse(`${match[1]}${match[3]}`)) * 1_000_000n;
	return whole + BigInt((match[2] ?? "").padEnd(9, "0"));
}

/** Converts ns since 1970 to `2026-08-05T01:15:19.582001000Z`. */
export function toIso(time: bigint): string {
	const seconds = new Date(Number(time / SECOND) * 1000)
		.toISOString()
		.slice(0, 19);
	return `${seconds}.${String(time % SECOND).padStart(9, "0")}Z`;
}
