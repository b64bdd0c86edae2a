import { streamKey } from "./label-mapping.ts";
import type { LogBatch, LogStream } from "./log-source.ts";

/** Sorts lines that arrive in any order into one batch per stream. */
export class Gatherer {
	readonly #streams = new Map<
		string,
		{ stream: LogStream; times: bigint[]; orders: number[]; lines: string[] }
	>();

	/** @param order of lines of one time; without it they stay as they came */
	add(stream: LogStream, time: bigint, line: string, order = 0): void {
		const key = streamKey(stream);
		let held = this.#streams.get(key);
		if (held === undefined) {
			held = { stream, times: [], orders: [], lines: [] };
			this.#streams.set(key, held);
		}
		held.times.push(time);
		held.orders.push(order);
		held.lines.push(line);
	}

	/** One batch per stream, by name; lines by time, those of one moment by their order. */
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

/** `2026-08-05T01:15:19.582001Z` as ns since 1970, exactly. */
export function fromIso(text: string): bigint {
	const match =
		/^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d{1,9}))?(Z|[+-]\d\d:\d\d)$/.exec(
			text,
		);
	if (match === null) throw new RangeError(`'${text}' is not a time`);
	const whole = BigInt(Date.parse(`${match[1]}${match[3]}`)) * 1_000_000n;
	return whole + BigInt((match[2] ?? "").padEnd(9, "0"));
}

/** ns since 1970 as `2026-08-05T01:15:19.582001000Z`. */
export function toIso(time: bigint): string {
	const seconds = new Date(Number(time / SECOND) * 1000)
		.toISOString()
		.slice(0, 19);
	return `${seconds}.${String(time % SECOND).padStart(9, "0")}Z`;
}
