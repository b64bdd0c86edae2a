import fc from "fast-check";
import { expect, test } from "vitest";
import {
	type ByteSize,
	byteSizeOf,
	type Duration,
	durationOf,
	toBitsPerSecond,
	toBytes,
	toMilliseconds,
	toSeconds,
} from "./units.ts";

test.each<[Duration, number]>([
	["250ms", 0.25],
	["5m", 300],
	["180d", 15_552_000],
])("%s is %d seconds", (text, seconds) => {
	expect(toSeconds(text)).toBe(seconds);
});

test.each<[ByteSize, number]>([
	["64B", 64],
	["10kB", 10_000],
	["1.5MB", 1_500_000],
	["1Ki", 1024],
	["1.5Gi", 1_610_612_736],
])("%s is %d bytes", (text, bytes) => {
	expect(toBytes(text)).toBe(bytes);
});

test("a link of 40Gbit carries 4e10 bits per second", () => {
	expect(toBitsPerSecond("40Gbit")).toBe(4e10);
});

test("a duration without a unit is rejected, and the error lists the units", () => {
	expect(() => toSeconds("30" as Duration)).toThrow("ms, s, m, h, d");
});

test.each([
	[0, "0ms"],
	[250, "250ms"],
	[90_000, "90s"],
	[3_600_000, "1h"],
	[0.5, "0.5ms"],
])("%d ms are written as %s", (milliseconds, text) => {
	expect(durationOf(milliseconds)).toBe(text);
});

test.each([
	[0, "0B"],
	[64, "64B"],
	[10_000, "10kB"],
	[1024, "1Ki"],
	[262_144, "256Ki"],
])("%d bytes are written as %s", (bytes, text) => {
	expect(byteSizeOf(bytes)).toBe(text);
});

test("for all amounts: reading back what was written gives the same amount", () => {
	fc.assert(
		fc.property(fc.nat(2 ** 40), (amount) => {
			expect(toMilliseconds(durationOf(amount))).toBe(amount);
			expect(toBytes(byteSizeOf(amount))).toBe(amount);
		}),
	);
});
