import { mkdir, mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
	compareSides,
	documentOf,
	sidesBy,
	writeComparison,
} from "@lab/analysis/compare";
import { analyseRun } from "@lab/analysis/ledger";
import { figuresOf, type RunFigures } from "@lab/analysis/report";
import { Database } from "@lab/analysis/tables";
import { describeNeeding } from "@lab/core/testing";
import { protocols } from "@lab/protocols";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { expectReadable } from "./_browser.ts";
import { writeRunFolder } from "./_run-folder.ts";

let root: string;
let database: Database;
let runs: RunFigures[];
beforeAll(async () => {
	root = await mkdtemp(join(tmpdir(), "compare-page-"));
	database = await Database.open();
	runs = [];
	// Version v2 is slower with quic, and as fast as v1 with yamux.
	for (const [version, muxer, delayMs] of [
		["v1", "yamux", 5],
		["v1", "quic", 10],
		["v2", "yamux", 5],
		["v2", "quic", 20],
	] as const)
		for (const number of [1, 2, 3, 4, 5])
			runs.push(await madeRun(version, muxer, number, delayMs));
}, 120_000);
afterAll(async () => {
	database.close();
	await rm(root, { recursive: true, force: true });
});

async function madeRun(
	version: string,
	muxer: string,
	number: number,
	delayMs: number,
): Promise<RunFigures> {
	const run = `${version}-${muxer}-${number}`;
	const folder = join(root, run);
	await mkdir(folder);
	await writeRunFolder(folder, {
		run,
		delayMs: delayMs * (1 + number / 200),
		change: (draft) => {
			draft.parameters = {
				image: { value: `registry/team/node:${version}`, from: "set" },
				muxer: { value: muxer, from: "default" },
			};
		},
	});
	return figuresOf(
		database,
		await analyseRun(database, folder, protocols, { stepMs: 1000 }),
		protocols,
	);
}

describe("versions x muxers", () => {
	test("are compared within each muxer, against the first version", () => {
		const { pairs, answer } = compareSides(sidesBy(runs, ["image", "muxer"]));
		expect(
			pairs.map(({ base, candidate, result }) => [
				base.name,
				candidate.name,
				result.answer,
			]),
		).toEqual([
			["node:v1, yamux", "node:v2, yamux", "not worse"],
			["node:v1, quic", "node:v2, quic", "worse"],
		]);
		expect(answer).toBe("worse");
	});

	test("can have another base", () => {
		const sides = sidesBy(runs, ["muxer", "image"], "quic");
		expect(
			compareSides(sides).pairs.map(({ base, candidate }) => [
				base.name,
				candidate.name,
			]),
		).toEqual([
			["quic, node:v1", "yamux, node:v1"],
			["quic, node:v2", "yamux, node:v2"],
		]);
		expect(() => sidesBy(runs, ["muxer"], "mplex")).toThrow(
			/unknown-base.*no run has muxer 'mplex'/s,
		);
	});

	test("share the error: every further comparison makes each stricter", () => {
		const sides = sidesBy(runs, ["image", "muxer"]);
		const alone = compareSides(sides.slice(0, 3)).pairs[0]?.result.measures[0];
		const shared = compareSides(sides).pairs[0]?.result.measures[0];
		expect(alone?.measure).toBe(shared?.measure);
		expect(Number(shared?.couldShow)).toBeGreaterThanOrEqual(
			Number(alone?.couldShow),
		);
	});

	test("do not include a parameter that no run has, or that is the same in all", () => {
		expect(() => sidesBy(runs, ["imago"])).toThrow(
			/unknown-fact.*no parameter 'imago'/s,
		);
		expect(() => sidesBy(runs.slice(0, 5), ["image"])).toThrow(/one-side/);
	});

	test("have a page with a box per side, effects with intervals, and what could have been shown", async () => {
		const folder = join(root, "page");
		const compared = compareSides(sidesBy(runs, ["image", "muxer"]));
		const files = await writeComparison(compared, folder);
		const markdown = await readFile(join(folder, "compare.md"), "utf8");
		expect(markdown).toMatch(
			/\| node:v2, quic against node:v1, quic \| 5 and 5 \| worse \| .*latency\.p95/,
		);
		expect(markdown).toMatch(
			/\| measure \| unit \| base \| candidate \| change \| 95 % interval \| answer \| could show \| runs needed \|/,
		);
		expect(markdown).toMatch(
			/\| latency\.p95 \| ms \| 10\.\d+ \| 20\.\d+ \| \+9\d\.\d\s% \| \+\d+\.\d\s%\sto\s\+\d+\.\d\s% \| worse \| \d/,
		);
		const boxes = await readFile(
			join(folder, "latency-p99-by-side.svg"),
			"utf8",
		);
		for (const side of ["node:v1, yamux", "node:v2, quic"])
			expect(boxes).toContain(side);
		expect(files).toContain("effects-2.png");
		expect(documentOf(compared).comparisons).toHaveLength(2);
	});

	describeNeeding(["chromium"], "in Chromium", () => {
		test("have a readable page", () =>
			expectReadable(join(root, "page/compare.html")));
	});
});
