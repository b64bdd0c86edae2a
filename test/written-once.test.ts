import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { labels, runFiles } from "@lab/record";
import { expect, test } from "vitest";

const root = join(import.meta.dirname, "..");

/** Sources without comments and tests; tests may repeat what they expect. */
const sources = readdirSync(join(root, "packages"), {
	recursive: true,
	encoding: "utf8",
})
	.filter(
		(path) =>
			/^[^/]+\/src\/.*\.ts$/.test(path) &&
			!path.includes("node_modules/") &&
			!path.includes(".test."),
	)
	.map((path) => ({
		path,
		text: readFileSync(join(root, "packages", path), "utf8").replace(
			/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm,
			"",
		),
	}));

/** Files that match a pattern, once per match. */
const placesOf = (pattern: RegExp): string[] =>
	sources
		.flatMap(({ path, text }) => Array.from(text.matchAll(pattern), () => path))
		.sort();

test("node names are composed in one place", () => {
	const composed =
		/`\$\{(?:\w+\.)*(?:group|name|set|workload)\}-\$\{[^}`]*(?:ordinal|index)/gi;
	expect(placesOf(composed)).toEqual([
		// Names of policies for the sides of a partition, not of nodes.
		"experiments/src/render/partition-policies.ts",
		"record/src/node-name.ts",
	]);
});

test("node names are parsed in one place", () => {
	const parsed = /-\(?(?:\\d|\[0-9\])\+/g;
	expect([...new Set(placesOf(parsed))]).toEqual(["record/src/node-name.ts"]);
});

test.each(Object.values(runFiles))(
	"the name of a run's file is written once: %s",
	(name) => {
		const quoted = new RegExp(`["'\`/]${name.replace(".", "\\.")}["'\`]`, "g");
		expect(placesOf(quoted)).toEqual(["record/src/run-files.ts"]);
	},
);

test("each label of the lab is written once", () => {
	for (const label of Object.values(labels)) {
		expect(placesOf(new RegExp(`${label}(?![-a-z])`, "g")), label).toEqual([
			"record/src/labels.ts",
		]);
	}
	// These packages know nothing about runs, and each defines one label itself.
	expect(
		placesOf(/lab\.vac\.dev\/[a-z]/g).filter(
			(path) => path !== "record/src/labels.ts",
		),
	).toEqual(["bundles/src/render.ts", "kubernetes/src/readiness.ts"]);
});
