import fc from "fast-check";
import { expect, test } from "vitest";
import { clockOffsets, type Delay } from "./clock-offsets.ts";

const find = (
	offsets: ReturnType<typeof clockOffsets>,
	from: string,
	to: string,
) => offsets.find((one) => one.from === from && one.to === to);

test("two machines 5 ms apart with 1 ms ways: the offset is 5 ms to within 1 ms", () => {
	const offsets = clockOffsets(
		["a", "b"],
		[
			{ from: "a", to: "b", delay: 6_000_000n },
			{ from: "b", to: "a", delay: -4_000_000n },
		],
	);
	expect(find(offsets, "a", "b")).toMatchObject({
		offset: 5_000_000n,
		error: 1_000_000n,
	});
	expect(find(offsets, "b", "a")).toMatchObject({ offset: -5_000_000n });
});

test("traffic one way only measures no clock", () => {
	const offsets = clockOffsets(["a", "b"], [{ from: "a", to: "b", delay: 6n }]);
	expect(find(offsets, "a", "b")?.error).toBeUndefined();
});

test("a pair without traffic is joined over a third machine, its errors added", () => {
	const offsets = clockOffsets(
		["a", "b", "c"],
		[
			{ from: "a", to: "b", delay: 12n },
			{ from: "b", to: "a", delay: -8n },
			{ from: "b", to: "c", delay: 104n },
			{ from: "c", to: "b", delay: -96n },
		],
	);
	expect(find(offsets, "a", "c")).toMatchObject({ offset: 110n, error: 6n });
});

test("whatever the clocks and ways are, the true offset lies within the error", () => {
	const clock = fc.bigInt({ min: -(10n ** 12n), max: 10n ** 12n });
	const way = fc.bigInt({ min: 0n, max: 10n ** 9n });
	fc.assert(
		fc.property(
			fc.array(clock, { minLength: 2, maxLength: 5 }),
			fc.array(way, { minLength: 25, maxLength: 25 }),
			fc.array(fc.boolean(), { minLength: 25, maxLength: 25 }),
			(clocks, ways, seen) => {
				const hosts = clocks.map((_, index) => `h${index}`);
				const delays = clocks.flatMap((a, i) =>
					clocks.flatMap((b, j): Delay[] =>
						i === j || !seen[i * 5 + j]
							? []
							: [
									{
										from: `h${i}`,
										to: `h${j}`,
										delay: b - a + (ways[i * 5 + j] as bigint),
									},
								],
					),
				);
				for (const { from, to, offset, error } of clockOffsets(hosts, delays)) {
					if (error === undefined) continue;
					const truth =
						(clocks[Number(to.slice(1))] as bigint) -
						(clocks[Number(from.slice(1))] as bigint);
					const off = truth - offset;
					expect((off < 0n ? -off : off) <= error).toBe(true);
				}
			},
		),
	);
});
