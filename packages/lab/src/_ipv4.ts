/** A range of IPv4 addresses as numbers; `last` is included. */
export interface Range {
	readonly first: number;
	readonly last: number;
}

/** Parses `10.42.0.0/16` or a single address. @throws RangeError if it is neither */
export function toRange(text: string): Range {
	const [address = "", length = "32"] = text.split("/");
	const parts = address.split(".").map(Number);
	const bits = Number(length);
	const valid =
		parts.length === 4 &&
		parts.every((part) => Number.isInteger(part) && part >= 0 && part <= 255) &&
		Number.isInteger(bits) &&
		bits >= 0 &&
		bits <= 32;
	if (!valid)
		throw new RangeError(`'${text}' is not an IPv4 address or network`);
	const number = parts.reduce((sum, part) => sum * 256 + part, 0);
	const size = 2 ** (32 - bits);
	const first = Math.floor(number / size) * size;
	return { first, last: first + size - 1 };
}

export const overlap = (a: Range, b: Range): boolean =>
	a.first <= b.last && b.first <= a.last;
