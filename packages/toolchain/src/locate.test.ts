import fc from "fast-check";
import { expect, test } from "vitest";
import { mentionsVersion, toolVariable } from "./locate.ts";

test.each([
	["Kubernetes v1.35.4", true],
	["Client Version: v1.35.4\nKustomize Version: v5.7.1", true],
	["tags-v1.35.4-0-g1234567", true],
	["Kubernetes v1.35.40", false],
	["Kubernetes v11.35.4", false],
	["Kubernetes v1.35.4.1", false],
	["Kubernetes v1.35.4-rc.1", false],
	["Kubernetes v1135.4", false],
])("'%s' mentions version 1.35.4: %s", (text, expected) => {
	expect(mentionsVersion(text, "1.35.4")).toBe(expected);
});

test("a version is recognized, and never mistaken for the next patch", () => {
	const part = fc.nat({ max: 99 });
	fc.assert(
		fc.property(part, part, part, (major, minor, patch) => {
			const version = `${major}.${minor}.${patch}`;
			const next = `${major}.${minor}.${patch + 1}`;
			expect(mentionsVersion(`tool v${version} (linux)`, version)).toBe(true);
			expect(mentionsVersion(`tool v${next} (linux)`, version)).toBe(false);
		}),
	);
});

test("the environment variable of a tool contains its name in capitals", () => {
	expect(toolVariable("kube-apiserver")).toBe("VACLAB_TOOL_KUBE_APISERVER");
});
