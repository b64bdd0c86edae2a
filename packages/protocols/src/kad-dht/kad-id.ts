import { createHash } from "node:crypto";

const ALPHABET = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";

/**
 * First 64 bits of a position in Kademlia's key space, as two 32-bit numbers:
 * enough to distinguish the nodes of a run.
 */
export interface KadId {
	readonly high: number;
	readonly low: number;
}

const fromHex = (hex: string): KadId => ({
	high: Number.parseInt(hex.slice(0, 8), 16),
	low: Number.parseInt(hex.slice(8, 16), 16),
});

/** @returns undefined if the text is not base58 */
function base58Bytes(text: string): Buffer | undefined {
	let number = 0n;
	for (const char of text) {
		const digit = ALPHABET.indexOf(char);
		if (digit < 0) return undefined;
		number = number * 58n + BigInt(digit);
	}
	const hex = number === 0n ? "" : number.toString(16);
	const zeros = /^1*/.exec(text)?.[0].length ?? 0;
	return Buffer.concat([
		Buffer.alloc(zeros),
		Buffer.from(hex.length % 2 === 0 ? hex : `0${hex}`, "hex"),
	]);
}

/**
 * Position of a peer: the SHA-256 of its id.
 *
 * @returns undefined for a shortened id
 */
export function kadIdOf(peerId: string): KadId | undefined {
	const bytes = peerId === "" ? undefined : base58Bytes(peerId);
	return bytes === undefined
		? undefined
		: fromHex(createHash("sha256").update(bytes).digest("hex"));
}

/** Derives the target's position from a peer and its distance, for targets that are logged shortened. */
export function targetFrom(
	tried: readonly { pid: string; dist: string | undefined }[],
): KadId | undefined {
	for (const { pid, dist } of tried) {
		if (dist === undefined || !/^[\da-f]{64}$/i.test(dist)) continue;
		const peer = kadIdOf(pid);
		if (peer === undefined) continue;
		const { high, low } = fromHex(dist);
		return { high: (high ^ peer.high) >>> 0, low: (low ^ peer.low) >>> 0 };
	}
	return undefined;
}

/** Whether `a` is closer to the target than `b`, by XOR distance. */
export function closerThan(target: KadId, a: KadId, b: KadId): boolean {
	const highA = (target.high ^ a.high) >>> 0;
	const highB = (target.high ^ b.high) >>> 0;
	return (
		highA < highB ||
		(highA === highB && (target.low ^ a.low) >>> 0 < (target.low ^ b.low) >>> 0)
	);
}

/** Returns the `count` ids nearest to the target, nearest first. */
export function nearest(
	target: KadId,
	ids: readonly KadId[],
	count: number,
): KadId[] {
	const best: KadId[] = [];
	for (const id of ids) {
		const last = best[count - 1];
		if (last !== undefined && !closerThan(target, id, last)) continue;
		let at = best.length;
		while (at > 0 && closerThan(target, id, best[at - 1] as KadId)) at--;
		best.splice(at, 0, id);
		best.length = Math.min(best.length, count);
	}
	return best;
}
