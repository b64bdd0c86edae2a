import fc from "fast-check";
import { expect, test } from "vitest";
import { kernelSettings, windowBytes } from "./tuning.ts";

const settings = kernelSettings({ nic: "40Gbit", maxPods: 1000 }, 6);

test("a buffer holds the bandwidth-delay product", () => {
	// 1 Gbit/s for 40 ms is 5 MB.
	expect(windowBytes({ nic: "1Gbit" })).toBe(8 * 2 ** 20);
});

test("a socket buffer is at most 64 MiB, and never smaller for a faster link", () => {
	fc.assert(
		fc.property(
			fc.integer({ min: 1, max: 400 }),
			fc.integer({ min: 1, max: 400 }),
			(a, b) => {
				const [slow, fast] = [Math.min(a, b), Math.max(a, b)];
				const [less, more] = [
					windowBytes({ nic: `${slow}Gbit` }),
					windowBytes({ nic: `${fast}Gbit` }),
				];
				return less <= more && more <= 64 * 2 ** 20;
			},
		),
	);
});

test("buffers of idle connections stay small", () => {
	const of = (key: string) =>
		settings.find((setting) => setting.key === key)?.value.split(" ") ?? [];
	expect(of("net.ipv4.tcp_rmem").slice(0, 2)).toEqual(["4096", "131072"]);
	expect(of("net.ipv4.tcp_wmem").slice(0, 2)).toEqual(["4096", "16384"]);
	expect(of("net.core.rmem_default")).toEqual([]);
});

test("each setting appears once, with a reason", () => {
	expect(new Set(settings.map(({ key }) => key)).size).toBe(settings.length);
	for (const { key, reason } of settings) {
		expect(reason.length, key).toBeGreaterThan(20);
	}
});
