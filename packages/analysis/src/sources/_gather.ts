import { streamKey } from "./label-mapping.ts";
import type { LogBatch, LogStream } from "./log-source.ts";

/** Collects lines that arrive in any order into one batch per stream. */
export class BatchCollector {
	readonly #streams = new Map<
		string,
		{ stream: LogStream; times: bigint[]; orders: number[]; lines: string[] }
	>();

	/** @param order of lines with the same time. @default as they arrived */
	add(stream: LogStream, time: bigint, line: string, order = 0): void {
		const key = streamKey(stream);
		let entry = this.#streams.get(key);
		if (entry === undefined) {
			entry = { stream, times: [], orders: [], lines: [] };
			this.#streams.set(key, entry);
		}
		entry.times.push(time);
		entry.orders.push(order);
		entry.lines.push(line);
	}

	/** Returns one batch per stream, sorted by name, with its lines sorted by time and order. */
	batches(): LogBatch[] {
		return [...this.#streams]
			.sort(([a], [b]) => (a < b ? -1 : 1))
			.map(([, { stream, times, orders, lines }]) => {
				const order = [...times.keys()];
				const compare = (a: number, b: number): number => {
					const [one, other] = [times[a] as bigint, times[b] as bigint];
					if (one !== other) return one < other ? -1 : 1;
					return (orders[a] as number) - (orders[b] as number) || a - b;
				};
				const inOrder = order.every(
					(index) => index === 0 || compare(index - 1, index) < 0,
				);
				if (!inOrder) order.sort(compare);
				return {
					stream,
					times: BigInt64Array.from(order, (index) => times[index] as bigint),
					lines: order.map((index) => lines[index] as string),
				};
			});
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
