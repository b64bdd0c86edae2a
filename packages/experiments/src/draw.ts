import { createHash } from "node:crypto";
import { type PeerIdentity, peerIdentity } from "./peer-identity.ts";

/** Random source, seeded by the plan. Draws are independent of order: the same words always give the same result. */
export interface Draw {
	/** Draws a message id: an integer in [2^62, 2^63), as decimal text. */
	id(...words: readonly (string | number)[]): string;
	/** Draws the identity of a libp2p node. */
	identity(...words: readonly (string | number)[]): PeerIdentity;
	/** Draws one element of a list. @throws RangeError if the list is empty */
	pick<T>(list: readonly T[], ...words: readonly (string | number)[]): T;
	/** Draws elements of a list without replacement, and returns them in the list's order. */
	sample<T>(
		list: readonly T[],
		count: number,
		...words: readonly (string | number)[]
	): T[];
}

export function createDraw(seed: string): Draw {
	const bits = (words: readonly (string | number)[]): bigint =>
		createHash("sha256")
			.update(JSON.stringify([seed, ...words]))
			.digest()
			.readBigUInt64BE() >> 2n;
	return {
		id: (...words) => String(2n ** 62n + bits(words)),
		identity: (...words) => peerIdentity(seed, ...words),
		pick<T>(list: readonly T[], ...words: readonly (string | number)[]): T {
			if (list.length === 0)
				throw new RangeError("cannot draw from an empty list");
			return list[Number(bits(words) % BigInt(list.length))] as T;
		},
		sample(list, count, ...words) {
			const ranked = list.map(
				(_, index) => [bits([...words, index]), index] as const,
			);
			ranked.sort(([a], [b]) => (a < b ? -1 : 1));
			const chosen = new Set(ranked.slice(0, count).map(([, index]) => index));
			return list.filter((_, index) => chosen.has(index));
		},
	};
}
