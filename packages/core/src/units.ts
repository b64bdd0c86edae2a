/** A length of time that carries its unit: `'30s'`, `'5m'`, `'180d'`. */
export type Duration = `${number}${"ms" | "s" | "m" | "h" | "d"}`;

/** An amount of bytes as Kubernetes writes it, in powers of 1024: `'500Gi'`. */
export type Size = `${number}${"Ki" | "Mi" | "Gi" | "Ti"}`;

/** A rate of a link, in powers of 1000: `'40Gbit'`. */
export type BitRate = `${number}${"kbit" | "Mbit" | "Gbit"}`;

const SECONDS = { ms: 0.001, s: 1, m: 60, h: 3600, d: 86_400 } as const;
const BYTES = { Ki: 2 ** 10, Mi: 2 ** 20, Gi: 2 ** 30, Ti: 2 ** 40 } as const;
const BITS = { kbit: 1e3, Mbit: 1e6, Gbit: 1e9 } as const;

function scale(text: string, factors: Record<string, number>): number {
	const match = /^(\d+(?:\.\d+)?)([A-Za-z]+)$/.exec(text);
	const factor = factors[match?.[2] ?? ""];
	if (match === null || factor === undefined) {
		throw new RangeError(
			`'${text}' is not a number with one of ${Object.keys(factors).join(", ")}`,
		);
	}
	return Number(match[1]) * factor;
}

/** @returns seconds. @throws RangeError when the text has no known unit */
export const toSeconds = (text: Duration): number => scale(text, SECONDS);

/** @returns milliseconds. @throws RangeError when the text has no known unit */
export const toMilliseconds = (text: Duration): number =>
	scale(text, SECONDS) * 1000;

/** @returns bytes. @throws RangeError when the text has no known unit */
export const toBytes = (text: Size): number => scale(text, BYTES);

/** @returns bits per second. @throws RangeError when the text has no known unit */
export const toBitsPerSecond = (text: BitRate): number => scale(text, BITS);
