import { readdir, readFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { expect, test } from "vitest";

const root = join(import.meta.dirname, "..");
const page = join(root, "docs/surprises.md");

test("every row of the surprises names tests that exist", async () => {
	const rows = (await readFile(page, "utf8"))
		.split("\n")
		.filter((line) => line.startsWith("| ") && !/^\| (---|what it)/.test(line));
	expect(rows.length).toBeGreaterThan(20);
	for (const row of rows) {
		const cell = row.split(" | ").at(-1)?.replace(/ +\|$/, "") ?? "";
		const named = [...cell.matchAll(/\]\((?<path>[^)]+)\): (?<title>[^;]+)/g)];
		expect([row, named.length]).not.toEqual([row, 0]);
		for (const { groups } of named) {
			const path = resolve(dirname(page), groups?.path ?? "");
			const title = groups?.title?.trim() ?? "";
			const text = await readFile(path, "utf8");
			expect([path, title, text.includes(title)]).toEqual([path, title, true]);
		}
	}
});

test("no query asks a store for an estimate, or for which metrics are in use", async () => {
	const estimates = /\|\s*stats[^"`]*\bquantile\(|metric_names_stats/;
	const files = (
		await readdir(join(root, "packages"), { recursive: true })
	).filter((file) => /\.(ts|sql)$/.test(file) && !/node_modules/.test(file));
	expect(files.length).toBeGreaterThan(1000);
	const guilty = [];
	for (const file of files)
		if (estimates.test(await readFile(join(root, "packages", file), "utf8")))
			guilty.push(file);
	expect(guilty).toEqual([]);
});
