import { createHash } from "node:crypto";
import { type PeerIdentity, peerIdentity } from "./peer-identity.ts";

/** Chance that a seed decides: the same words give the same draw. */
export interface Draw {
	/** A message id: a whole number from 2^62, below 2^63, as decimal text. */
	id(...words: readonly (string | number)[]): string;
	/** Who a libp2p node is. */
	identity(...words: readonly (string | number)[]): PeerIdentity;
	/** One of a list. */
	one<T>(of: readonly T[], ...words: readonly (string | number)[]): T;
	/** Some of a list, each at most once, in the list's order. */
	some<T>(
		of: readonly T[],
		howMany: number,
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
		one<T>(of: readonly T[], ...words: readonly (string | number)[]): T {
			if (of.length === 0) throw new RangeError("nothing to draw from");
			return of[Number(bits(words) % BigInt(of.length))] as T;
		},
		some(of, howMany, ...words) {
			const ranked = of.map(
				(_, index) => [bits([...words, index]), index] as const,
			);
			ranked.sort(([a], [b]) => (a < b ? -1 : 1));
			const chosen = new Set(
				ranked.slice(0, howMany).map(([, index]) => index),
			);
			return of.filter((_, index) => chosen.has(index));
		},
	};
}
