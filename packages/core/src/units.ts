/** A length of time with its unit: `'30s'`, `'5m'`, `'180d'`. */
export type Duration = `${number}${keyof typeof MILLISECONDS}`;

/** A number of bytes as Kubernetes writes it, in powers of 1024: `'500Gi'`. */
export type Size = `${number}${keyof typeof BINARY_BYTES}`;

/** A number of bytes, in powers of 1024 or of 1000: `'256Ki'`, `'10kB'`, `'64B'`. */
export type ByteSize = `${number}${keyof typeof BYTES}`;

/** Bit rate of a link, per second and in powers of 1000: `'40Gbit'`. */
export type BitRate = `${number}${keyof typeof BITS}`;

const MILLISECONDS = {
	ms: 1,
	s: 1000,
	m: 60_000,
	h: 3_600_000,
	d: 86_400_000,
} as const;
const BINARY_BYTES = {
	Ki: 2 ** 10,
	Mi: 2 ** 20,
	Gi: 2 ** 30,
	Ti: 2 ** 40,
} as const;
const BYTES = { B: 1, kB: 1e3, MB: 1e6, ...BINARY_BYTES } as const;
const BITS = { kbit: 1e3, Mbit: 1e6, Gbit: 1e9 } as const;

type Factors = Readonly<Record<string, number>>;

function scale(text: string, factors: Factors): number {
	const match = /^(\d+(?:\.\d+)?)([A-Za-z]+)$/.exec(text);
	const factor = factors[match?.[2] ?? ""];
	if (match === null || factor === undefined) {
		throw new RangeError(
			`'${text}' is not a number with one of the units ${Object.keys(factors).join(", ")}`,
		);
	}
	return Number(match[1]) * factor;
}

/** Writes a value in the largest unit that gives a whole number, or else in the smallest unit. */
function inUnits(value: number, factors: Factors): string {
	const [unit, factor] = Object.entries(factors)
		.sort(([, one], [, other]) => one - other)
		.reduce((best, unit) =>
			value >= unit[1] && value % unit[1] === 0 ? unit : best,
		);
	return `${value / factor}${unit}`;
}

/** @returns seconds. @throws RangeError if the text has no known unit */
export const toSeconds = (text: Duration): number =>
	toMilliseconds(text) / 1000;

/** @returns milliseconds. @throws RangeError if the text has no known unit */
export const toMilliseconds = (text: Duration): number =>
	scale(text, MILLISECONDS);

/** @returns bytes. @throws RangeError if the text has no known unit */
export const toBytes = (text: ByteSize): number => scale(text, BYTES);

/** @returns bits per second. @throws RangeError if the text has no known unit */
export const toBitsPerSecond = (text: BitRate): number => scale(text, BITS);

/** Inverse of `toMilliseconds`: `90s` for 90,000. */
export const durationOf = (milliseconds: number): Duration =>
	inUnits(milliseconds, MILLISECONDS) as Duration;

/** Inverse of `toBytes`: `10kB` for 10,000. */
export const byteSizeOf = (bytes: number): ByteSize =>
	inUnits(bytes, BYTES) as ByteSize;
