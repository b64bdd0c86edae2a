import { expect, test } from "vitest";
import { images, mutableImages } from "./images.ts";
import { brokenTwins, twinsReport } from "./parity.ts";
import { experiments } from "./registry.ts";

test("every twin of an experiment of 10ksim is registered, and every gap has its reason", () => {
	expect(brokenTwins(experiments)).toEqual([]);
});

test("a twin that is not there is named, with the nearest one; a gap without a reason too", () => {
	const findings = brokenTwins(experiments, [
		{ file: "a.py", what: "-", here: ["waku-realy"] },
		{ file: "b.py", what: "-", here: [] },
	]);
	expect(findings.map(({ code, help }) => [code, help])).toEqual([
		["broken-twin", "did you mean 'waku-relay'?"],
		["unexplained-gap", "name its twin, or the reason"],
	]);
});

test("what is new here is told apart from twins", () => {
	const report = twinsReport(experiments);
	const [, fresh = ""] = report.split("## New here");
	expect(fresh).toContain("gossip-lossy");
	expect(fresh).not.toContain("| waku-relay |");
});

test("an image whose tag names no version is listed as one that may change", () => {
	const vague = Object.entries(images)
		.filter(([, reference]) => !/\d/.test(reference.split(":").at(-1) ?? ""))
		.map(([key]) => key);
	expect([...mutableImages]).toEqual(expect.arrayContaining(vague));
});
