const TIME =
	/^(\d{4}-\d\d-\d\d)[ T](\d\d:\d\d:\d\d)(?:\.(\d{1,9}))?(Z|[+-]\d\d:\d\d)?$/;

/** Nanoseconds since 1970 of a time as 10ksim writes it, in UTC unless it has a zone; undefined for any other text. */
export function timeOf(text: string): bigint | undefined {
	const [, date, time, fraction = "", zone = "Z"] = TIME.exec(text) ?? [];
	const ms = Date.parse(`${date}T${time}${zone}`);
	return Number.isNaN(ms)
		? undefined
		: BigInt(ms) * 1_000_000n + BigInt(fraction.padEnd(9, "0"));
}
