import { expect, test } from "vitest";
import { images, mutableImages } from "./images.ts";
import { missingSuccessors, tenKsimReport } from "./predecessor-report.ts";
import { experiments } from "./registry.ts";

test("every successor of a 10ksim experiment is registered, and every gap has a reason", () => {
	expect(missingSuccessors(experiments)).toEqual([]);
});

test("a missing successor is reported with the closest name, and so is a gap without a reason", () => {
	const findings = missingSuccessors(experiments, [
		{ file: "a.py", what: "-", successors: ["waku-realy"] },
		{ file: "b.py", what: "-", successors: [] },
	]);
	expect(findings.map(({ code, help }) => [code, help])).toEqual([
		["missing-successor", "did you mean 'waku-relay'?"],
		["unexplained-gap", "add a successor, or give the reason in 'difference'"],
	]);
});

test("only experiments without a predecessor are listed as new", () => {
	const report = tenKsimReport(experiments);
	const [, added = ""] = report.split("## New here");
	expect(added).toContain("gossip-lossy");
	expect(added).not.toContain("| waku-relay |");
});

test("an image whose tag contains no version is listed as mutable", () => {
	const vague = Object.entries(images)
		.filter(([, reference]) => !/\d/.test(reference.split(":").at(-1) ?? ""))
		.map(([key]) => key);
	expect([...mutableImages]).toEqual(expect.arrayContaining(vague));
});
