import { expect, test } from "vitest";
import { isDnsLabel, nearest, suggestion } from "./names.ts";

test.each([
	["victoria-logs", true],
	["-logs", false],
	["Logs", false],
	["a".repeat(64), false],
])("%s as a DNS label: %s", (name, valid) => {
	expect(isDnsLabel(name)).toBe(valid);
});

test("a mistyped name finds the intended one", () => {
	expect(nearest("longhron", ["kyverno", "longhorn"])).toBe("longhorn");
	expect(suggestion("longhron", ["longhorn"])).toBe("did you mean 'longhorn'?");
});

test.each(["num_nodes", "numNodes", "node-count-of-nodes"])(
	"%s finds the name with a word in common",
	(name) => {
		expect(nearest(name, ["messages", "nodes", "every"])).toBe("nodes");
	},
);

test("a name that is close to none gets the whole list", () => {
	expect(suggestion("zzzzzz", ["kyverno", "longhorn"])).toBe(
		"choose one of: kyverno, longhorn",
	);
});
