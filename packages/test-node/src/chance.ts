import { createHash } from "node:crypto";

/** Pseudo-random number in [0, 1), determined by the words. */
export function chance(...words: readonly string[]): number {
	const digest = createHash("sha256").update(words.join("\0")).digest();
	return digest.readUIntBE(0, 6) / 2 ** 48;
}

/** The items in a pseudo-random order, determined by the words. */
export const shuffled = <T extends string>(
	items: readonly T[],
	...words: readonly string[]
): T[] =>
	items
		.map((item) => [chance(...words, item), item] as const)
		.sort(([a], [b]) => a - b)
		.map(([, item]) => item);
