import { LogParser } from "@lab/analysis";
import { describeNeeding } from "@lab/core/testing";
import { eventSchemas } from "@lab/protocols";
import { beforeAll, expect, test } from "vitest";
import { libp2pLines, wakuLines } from "../../bench/analysis/corpus.ts";
import { type Captures, columnsOf, ours, tenksim, theirs } from "./_tenksim.ts";
import { traps } from "./_traps.ts";

function parse(lines: readonly string[]): { rows: string[]; unparsed: number } {
	const parser = new LogParser({ schemas: eventSchemas });
	const stream = parser.stream("test");
	stream.write(Buffer.from(`${lines.join("\n")}\n`));
	stream.end();
	expect(parser.tally.balanced).toBe(true);
	return { rows: ours(parser), unparsed: parser.tally.unparsedCount };
}

const nameOf = (row: string) => row.split(" ")[0];

/** Ordinary lines of any version of the programs. */
const plain = [
	...libp2pLines(2000, 7),
	...wakuLines(2000, 7),
	...eventSchemas
		.flatMap(({ samples }) => samples.map(({ line }) => line))
		.filter((line) => !line.includes("\u001b") && !/^\{"lvl":"INF"/.test(line)),
];

describeNeeding(["python"], "compared with 10ksim's own patterns", () => {
	let captured: Captures[] = [];
	let trapped: Captures[] = [];
	beforeAll(async () => {
		captured = await tenksim(plain);
		trapped = await tenksim(traps.flatMap(({ lines }) => lines));
	});

	test("plain lines give the same rows with the same values", () => {
		const differences = plain.flatMap((line, at) => {
			// 10ksim separates the two events of a service by its query, not its pattern.
			const { interest: _any, ...found } = captured[at] ?? {};
			const seen = "found" in found ? found : (captured[at] ?? {});
			const left = theirs(seen);
			const right = parse([line]).rows;
			return left.join() === right.join() ? [] : [{ line, left, right }];
		});
		expect(differences).toEqual([]);
	});

	test("every pattern matches some ordinary line", () => {
		const used = new Set(captured.flatMap((found) => Object.keys(found)));
		expect([...used].sort()).toEqual(Object.keys(columnsOf).sort());
	});

	test.each(traps.map((trap, at) => ({ ...trap, at })))(
		"they differ because $why",
		(trap) => {
			const from = traps
				.slice(0, trap.at)
				.reduce((sum, { lines }) => sum + lines.length, 0);
			const left = trapped
				.slice(from, from + trap.lines.length)
				.flatMap(theirs)
				.sort();
			const right = parse(trap.lines);
			expect(left.map(nameOf)).toEqual(trap.theirs);
			expect(right.rows.map(nameOf)).toEqual(trap.ours);
			expect(right.unparsed).toBe(trap.unparsed ?? 0);
			// Every trap must make a difference; an unparsed line is one.
			expect(left.join() === right.rows.join() && right.unparsed === 0).toBe(
				false,
			);
		},
	);
});
