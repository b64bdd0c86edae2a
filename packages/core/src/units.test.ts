import { expect, test } from "vitest";
import {
	type Duration,
	type Size,
	toBitsPerSecond,
	toBytes,
	toSeconds,
} from "./units.ts";

test.each<[Duration, number]>([
	["250ms", 0.25],
	["5m", 300],
	["180d", 15_552_000],
])("%s is %d seconds", (text, seconds) => {
	expect(toSeconds(text)).toBe(seconds);
});

test.each<[Size, number]>([
	["1Ki", 1024],
	["1.5Gi", 1_610_612_736],
])("%s is %d bytes", (text, bytes) => {
	expect(toBytes(text)).toBe(bytes);
});

test("a link of 40Gbit carries 4e10 bits per second", () => {
	expect(toBitsPerSecond("40Gbit")).toBe(4e10);
});

test("a length of time without a unit is refused, with the units that exist", () => {
	expect(() => toSeconds("30" as Duration)).toThrow("ms, s, m, h, d");
});
