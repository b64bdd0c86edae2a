import type { Duration } from "@lab/core";
import { expectTypeOf, test } from "vitest";
import { defineCommand, defineOptions } from "./command.ts";

const shared = defineOptions([
	{ flags: "--lines <count>", description: "", default: "10" },
	{ flags: "--rate-window <duration>", description: "" },
]);

test("the types of options and arguments follow from their declarations", () => {
	defineCommand({
		arguments: [
			{ name: "<run>", description: "" },
			{ name: "[other]", description: "" },
		],
		options: [
			...shared,
			{ flags: "--check", description: "" },
			{ flags: "--no-wait", description: "" },
			{ flags: "--out <folder>", description: "" },
			{ flags: "--mode <name>", description: "", choices: ["a", "b"] },
			{ flags: "--set <key=value>", description: "", repeatable: true },
			{ flags: "--public [address]", description: "" },
		],
		example: "",
		async run({ options, args }) {
			expectTypeOf(options).branded.toEqualTypeOf<{
				readonly lines: number;
				readonly rateWindow: Duration | undefined;
				readonly check: boolean;
				readonly wait: boolean;
				readonly out: string | undefined;
				readonly mode: "a" | "b" | undefined;
				readonly set: readonly string[];
				readonly public: string | true | undefined;
			}>();
			expectTypeOf(args).toEqualTypeOf<readonly [string, string | undefined]>();
			// @ts-expect-error: no such option is declared
			options.force;
			return { exit: 0, document: {}, text: "" };
		},
	});
});
