import { run, toYaml } from "@lab/core";
import { describeNeeding } from "@lab/core/testing";
import fc from "fast-check";
import { beforeAll, expect, test } from "vitest";
import { strictDecoder } from "./_fleet.ts";

/** A string of some of the given characters. */
const of = (characters: string, maxLength = 10) =>
	fc.string({ unit: fc.constantFrom(...characters), maxLength });

/** All strings of one to `length` of the given characters. */
const stringsOf = (characters: string, length: number): string[] =>
	length === 0
		? []
		: [...characters].flatMap((first) => [
				first,
				...stringsOf(characters, length - 1).map((rest) => first + rest),
			]);

/** Any string, and more often one that a parser may misread. */
const anyText = fc.oneof(
	fc.constantFrom("<<", "=", "---", "..."),
	fc.string({ unit: "binary" }),
	of("0123456789abcdefxXoObBeE+-._: TtZ"),
	of("yYnNoOfFsStTrRuUeEaAlL~<=."),
	of("-?:,[]{}#&*!|>'\"%@` \\a1"),
	of(" \t\n\ra#-:'\"\\\u0085\u2028\u2029\u007f\u0000\u001b\ufeff\ufffe\u0080"),
	of("a1 :#-\t\n", 160),
);

const anyDocument = fc.oneof(
	fc.record({ value: anyText }),
	fc.dictionary(anyText, anyText, { minKeys: 1, maxKeys: 3 }),
	fc.record({
		list: fc.array(fc.dictionary(anyText, anyText), { maxLength: 3 }),
	}),
	fc.record({
		value: fc.oneof(
			fc.double({ noNaN: true, noDefaultInfinity: true }),
			fc.integer(),
			fc.boolean(),
			fc.constant(null),
		),
	}),
);

describeNeeding(["go"], "YAML as Go reads it", () => {
	let decoder: string;
	beforeAll(async () => {
		decoder = await strictDecoder();
	}, 1_800_000);

	async function readings(texts: readonly string[]) {
		const { stdout } = await run(decoder, ["--values"], {
			timeout: "1m",
			input: JSON.stringify(texts),
		});
		return JSON.parse(stdout) as { kubernetes: unknown; kustomize: unknown }[];
	}

	test("for all strings in keys and values: Fleet, kubectl and kustomize read what was written", async () => {
		await fc.assert(
			fc.asyncProperty(
				fc.array(anyDocument, { minLength: 100, maxLength: 400 }),
				async (documents) => {
					const plain = JSON.parse(JSON.stringify(documents)) as unknown[];
					expect(await readings(plain.map(toYaml))).toEqual(
						plain.map((value) => ({ kubernetes: value, kustomize: value })),
					);
				},
			),
			{ numRuns: 50 },
		);
	}, 300_000);

	test("for all strings of up to four characters that look like numbers: they are read as written", async () => {
		const documents = stringsOf("17_beEoOxX.+-", 4).map((text) => ({
			[text]: text,
		}));
		expect(await readings(documents.map(toYaml))).toEqual(
			documents.map((value) => ({ kubernetes: value, kustomize: value })),
		);
	}, 300_000);

	test("the program notices text that Go misreads", async () => {
		expect(
			await readings(["value: 0o17\n", "value: \u007f\n", "0X1F: a\n"]),
		).toEqual([
			{ kubernetes: { value: 15 }, kustomize: { value: 15 } },
			{
				kubernetes: { error: expect.stringContaining("control characters") },
				kustomize: { error: expect.stringContaining("control characters") },
			},
			{
				kubernetes: { 31: "a" },
				kustomize: { error: expect.stringContaining("unsupported type") },
			},
		]);
	});
});
