import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readTree } from "@lab/core";
import { expect, onTestFinished, test } from "vitest";
import { writeAll } from "./write-all.ts";

function folderWith(path: string, text: string): string {
	const folder = mkdtempSync(join(tmpdir(), "write-all-"));
	onTestFinished(() => rmSync(folder, { recursive: true }));
	writeFileSync(join(folder, path), text);
	return folder;
}

test("all files are written, and nothing else is left", async () => {
	const folder = folderWith("old", "before");
	writeAll(folder, [
		{ path: "a/b/new", text: "1" },
		{ path: "old", text: "after" },
	]);
	expect([...(await readTree(folder))]).toEqual([
		["a/b/new", "1"],
		["old", "after"],
	]);
});

test("where one cannot be written, all is as it was", async () => {
	const folder = folderWith("old", "before");
	mkdirSync(join(folder, "taken"));
	const files = ["a/b/new", "old", "taken"].map((path) => ({
		path,
		text: "x",
	}));
	expect(() => writeAll(folder, files)).toThrow("not-written");
	expect([...(await readTree(folder))]).toEqual([["old", "before"]]);
});
