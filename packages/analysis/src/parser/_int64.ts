const LIMIT = 2 ** 32;

/**
 * Writes `seconds * 1e9 + nanos` as one exact 64-bit integer, in two halves: no
 * bigint on the hot path, and no loss of precision.
 */
export function writeInstant(
	halves: Int32Array,
	row: number,
	seconds: number,
	nanos: number,
): void {
	if (seconds >= 0) {
		writeHalves(halves, row, seconds, nanos, false);
	} else if (nanos === 0) {
		writeHalves(halves, row, -seconds, 0, true);
	} else {
		writeHalves(halves, row, -seconds - 1, 1_000_000_000 - nanos, true);
	}
}

/** @returns false if `upper * 1e9 + lower` needs more than 63 bits */
function writeHalves(
	halves: Int32Array,
	row: number,
	upper: number,
	lower: number,
	negative: boolean,
): boolean {
	// 1e9 = 0x3b9a * 2^16 + 0xca00; every product below stays under 2^53.
	const high = upper * 0x3b9a;
	const low = upper * 0xca00 + lower;
	const highCarry = Math.floor(high / 65_536);
	const sum = (high - highCarry * 65_536) * 65_536 + low;
	let top = highCarry + Math.floor(sum / LIMIT);
	let bottom = sum % LIMIT;
	if (top > 0x7fffffff) return false;
	if (negative) {
		bottom = LIMIT - bottom;
		top = -top - 1;
		if (bottom === LIMIT) {
			bottom = 0;
			top += 1;
		}
	}
	halves[2 * row] = bottom | 0;
	halves[2 * row + 1] = top | 0;
	return true;
}

/**
 * Writes the decimal integer in the bytes `[start, end)` exactly.
 *
 * @returns false if it is not an integer, or needs more than 63 bits
 */
export function writeInteger(
	halves: Int32Array,
	row: number,
	view: DataView,
	start: number,
	end: number,
): boolean {
	if (start >= end) return false;
	const negative = view.getUint8(start) === 45;
	let at = negative ? start + 1 : start;
	if (at >= end) return false;
	while (at < end - 1 && view.getUint8(at) === 48) at++;
	const digits = end - at;
	if (digits > 19) return false;
	const split = digits > 9 ? end - 9 : at;
	let upper = 0;
	let lower = 0;
	for (; at < split; at++) {
		const value = view.getUint8(at) - 48;
		if (!(value >= 0 && value <= 9)) return false;
		upper = upper * 10 + value;
	}
	for (; at < end; at++) {
		const value = view.getUint8(at) - 48;
		if (!(value >= 0 && value <= 9)) return false;
		lower = lower * 10 + value;
	}
	return writeHalves(halves, row, upper, lower, negative);
}

const HASH_DIGITS = 15;
/** `0x` as two bytes. */
const ZERO_X = 0x3078;

/** Value of a hex digit, -1 for any other character of Latin-1. */
const HEX = new Int8Array(256).fill(-1);
for (const char of "0123456789abcdefABCDEF") {
	HEX[char.charCodeAt(0)] = Number.parseInt(char, 16);
}

/**
 * Writes the first 15 hex digits of the bytes `[start, end)`, with or without `0x`.
 *
 * @returns false if there are fewer
 */
export function writeHash(
	halves: Int32Array,
	row: number,
	view: DataView,
	start: number,
	end: number,
): boolean {
	if (end < start + HASH_DIGITS) return false;
	const from = view.getUint16(start) === ZERO_X ? start + 2 : start;
	const split = from + HASH_DIGITS - 8;
	if (end < split + 8) return false;
	let high = 0;
	let low = 0;
	let wrong = 0;
	for (let at = from; at < split; at++) {
		const digit = HEX[view.getUint8(at)] as number;
		wrong |= digit;
		high = (high << 4) | digit;
	}
	for (let at = split; at < split + 8; at++) {
		const digit = HEX[view.getUint8(at)] as number;
		wrong |= digit;
		low = (low << 4) | digit;
	}
	if (wrong < 0) return false;
	halves[2 * row] = low;
	halves[2 * row + 1] = high;
	return true;
}
