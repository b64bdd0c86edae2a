/** The smallest (received - sent) that was seen from one machine to another, ns. */
export interface Delay {
	readonly from: string;
	readonly to: string;
	readonly delay: bigint;
}

/** How far ahead the clock of `to` is of that of `from`, ns, right to within `error`. */
export interface ClockOffset {
	readonly from: string;
	readonly to: string;
	readonly offset: bigint;
	/** Absent: no messages both ways, directly or over others: not measurable. */
	readonly error?: bigint;
}

/**
 * Clock offsets from the smallest delays both ways: half their difference,
 * wrong by at most half their sum since no way takes less than no time. Pairs
 * without traffic both ways are joined over other machines, errors added up.
 */
export function clockOffsets(
	hosts: readonly string[],
	delays: readonly Delay[],
): ClockOffset[] {
	const smallest = new Map(
		delays.map(({ from, to, delay }) => [`${from}\n${to}`, delay]),
	);
	const size = hosts.length;
	const offset = new Map<string, bigint>();
	const error = new Map<string, bigint>();
	const key = (a: number, b: number) => `${hosts[a]}\n${hosts[b]}`;
	for (let a = 0; a < size; a++) {
		for (let b = 0; b < size; b++) {
			if (a === b) {
				offset.set(key(a, b), 0n);
				error.set(key(a, b), 0n);
				continue;
			}
			const there = smallest.get(key(a, b));
			const back = smallest.get(key(b, a));
			if (there === undefined || back === undefined) continue;
			offset.set(key(a, b), (there - back) / 2n);
			error.set(key(a, b), (there + back + 1n) / 2n);
		}
	}
	for (let via = 0; via < size; via++) {
		for (let a = 0; a < size; a++) {
			const first = error.get(key(a, via));
			if (first === undefined) continue;
			for (let b = 0; b < size; b++) {
				const second = error.get(key(via, b));
				if (second === undefined) continue;
				const known = error.get(key(a, b));
				if (known !== undefined && known <= first + second) continue;
				error.set(key(a, b), first + second);
				offset.set(
					key(a, b),
					(offset.get(key(a, via)) as bigint) +
						(offset.get(key(via, b)) as bigint),
				);
			}
		}
	}
	return hosts.flatMap((from, a) =>
		hosts.map((to, b): ClockOffset => {
			const within = error.get(key(a, b));
			return {
				from,
				to,
				offset: offset.get(key(a, b)) ?? 0n,
				...(within !== undefined && { error: within }),
			};
		}),
	);
}
