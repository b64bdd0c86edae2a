/** One message from one machine to another, with the shortest time it took according to their two clocks. */
export interface Crossing {
	/** Time of publishing, ns since any fixed moment. */
	readonly at: number;
	/** Whether it went from the second machine to the first. */
	readonly back: boolean;
	/** Received minus sent, ns: the travel time plus the offset of the receiver's clock. */
	readonly took: number;
}

/** Range that contains an offset, ns. */
export interface Interval {
	readonly low: number;
	readonly high: number;
}

/** Maximum drift rate, both of one clock and between two: Linux slews by up to 500 ppm, and a bad crystal adds 100. */
export const DRIFT = 1e-3;

/** Drift rate that clocks synchronized by a time server rarely exceed. */
export const USUAL_DRIFT = 2e-5;

/** Messages per direction and side for the likeliest value within the bounds of an offset, if they agree without a step. */
export const WIDE_NEIGHBOURS = 8;

const CAPACITY = 2 * WIDE_NEIGHBOURS + 1;

/** Bounds of the offset at one moment, from the messages before or after it that were not in flight at that moment. */
export class SideBounds {
	/** Number of messages gathered. */
	size = 0;
	/** Number of nearest messages without which the others agree with each other. */
	disagreeing = 0;
	/** Largest lower and smallest upper bound from the nearest n messages, by n. */
	readonly #lows = new Float64Array(CAPACITY);
	readonly #highs = new Float64Array(CAPACITY);
	readonly #crossings: readonly Crossing[];
	readonly #gap: number;
	readonly #later: boolean;
	/** Indices of the messages of each direction. */
	readonly #byDirection: readonly [readonly number[], readonly number[]];
	/** Per direction, the number of its messages before the moment of the last call. */
	readonly #passed: [number, number] = [0, 0];
	#rate = DRIFT;
	readonly #low = new Float64Array(CAPACITY);
	readonly #high = new Float64Array(CAPACITY);

	constructor(crossings: readonly Crossing[], gap: number, later: boolean) {
		this.#crossings = crossings;
		this.#gap = gap;
		this.#later = later;
		const there: number[] = [];
		const back: number[] = [];
		for (let place = 0; place < crossings.length; place++)
			((crossings[place] as Crossing).back ? back : there).push(place);
		this.#byDirection = [there, back];
	}

	/**
	 * Collects the nearest messages of each direction, and their bounds.
	 *
	 * @param index of the message at that moment; never smaller than in the previous call
	 * @param count of messages per direction
	 * @param rate maximum drift between the clocks
	 */
	gather(index: number, count: number, rate: number): void {
		this.#rate = rate;
		const at = this.#at(index);
		let left = count;
		let right = count;
		let there = this.#first(0, index);
		let back = this.#first(1, index);
		const onward = this.#later ? 1 : -1;
		this.size = 0;
		for (;;) {
			const a = left > 0 ? this.#byDirection[0][there] : undefined;
			const b = right > 0 ? this.#byDirection[1][back] : undefined;
			if (a === undefined && b === undefined) break;
			if (b === undefined || (a !== undefined && (b - a) * onward > 0)) {
				this.#add(a as number, at);
				there += onward;
				left--;
			} else {
				this.#add(b, at);
				back += onward;
				right--;
			}
		}
		this.#sum();
	}

	/** Returns the bounds from the nearest `near` messages. */
	from(near: number): Interval {
		return {
			low: this.#lows[near] as number,
			high: this.#highs[near] as number,
		};
	}

	#at(place: number): number {
		return (this.#crossings[place] as Crossing).at;
	}

	/** Returns the position of the nearest message of a direction in its list; out of range if there is none. */
	#first(direction: 0 | 1, index: number): number {
		const indices = this.#byDirection[direction];
		const at = this.#at(index);
		const edge = this.#later ? at + this.#gap : at - this.#gap;
		let passed = this.#passed[direction];
		while (
			passed < indices.length &&
			(this.#later
				? this.#at(indices[passed] as number) < edge
				: this.#at(indices[passed] as number) <= edge)
		)
			passed++;
		this.#passed[direction] = passed;
		if (this.#later) {
			if (passed < indices.length) return passed;
			// At the end of the traffic, use the last one: it most likely left after this one had arrived.
			return (indices.at(-1) ?? -1) > index
				? indices.length - 1
				: indices.length;
		}
		if (passed > 0) return passed - 1;
		return (indices[0] ?? index) < index ? 0 : -1;
	}

	#add(place: number, at: number): void {
		const { at: then, back, took } = this.#crossings[place] as Crossing;
		const drift = this.#rate * (Math.abs(then - at) + this.#gap);
		this.#low[this.size] = back ? -took - drift : Number.NEGATIVE_INFINITY;
		this.#high[this.size] = back ? Number.POSITIVE_INFINITY : took + drift;
		this.size++;
	}

	#sum(): void {
		this.#lows[0] = Number.NEGATIVE_INFINITY;
		this.#highs[0] = Number.POSITIVE_INFINITY;
		for (let place = 0; place < this.size; place++) {
			this.#lows[place + 1] = Math.max(
				this.#lows[place] as number,
				this.#low[place] as number,
			);
			this.#highs[place + 1] = Math.min(
				this.#highs[place] as number,
				this.#high[place] as number,
			);
		}
		let low = Number.NEGATIVE_INFINITY;
		let high = Number.POSITIVE_INFINITY;
		this.disagreeing = this.size;
		while (this.disagreeing > 0) {
			low = Math.max(low, this.#low[this.disagreeing - 1] as number);
			high = Math.min(high, this.#high[this.disagreeing - 1] as number);
			if (low > high) break;
			this.disagreeing--;
		}
	}
}
