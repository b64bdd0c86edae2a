import { LabError } from "@lab/core";
import { expect, test } from "vitest";
import { readerOf } from "./option-values.ts";

const read = (flags: string, text: string, choices?: readonly string[]) =>
	readerOf({ flags, description: "", ...(choices && { choices }) })?.(text);

const faultOf = (work: () => unknown) => {
	try {
		return work();
	} catch (error) {
		if (!(error instanceof LabError)) throw error;
		const [{ what, where, help } = {}] = error.findings;
		return [what, where, help].join(" | ");
	}
};

test("a flag has no value to parse", () => {
	expect(readerOf({ flags: "--check", description: "" })).toBeUndefined();
});

test("the name of the value decides how it is parsed", () => {
	expect(read("--lines <count>", "20")).toBe(20);
	expect(read("--by <duration>", "1.5h")).toBe("1.5h");
	expect(read("--out <folder>", "20")).toBe("20");
});

test.each([
	["--lines <count>", "ten", "--lines ten"],
	["--lines <count>", "0", "--lines 0"],
	["--lines <count>", "1.5", "--lines 1.5"],
	["--by <duration>", "120", "--by 120"],
	["--margin <share>", "5", "--margin 5"],
	["--by <duration>", "soon", "--by soon"],
])("%s rejects %s and says where", (flags, text, where) => {
	expect(faultOf(() => read(flags, text))).toContain(` | ${where} | `);
});

test("an unknown choice is rejected with the nearest one", () => {
	expect(
		faultOf(() => read("--mode <name>", "embeded", ["k3d", "embedded"])),
	).toBe(
		"--mode does not take 'embeded' | --mode embeded | did you mean 'embedded'?",
	);
});
