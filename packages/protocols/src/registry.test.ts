import { readdirSync } from "node:fs";
import { join } from "node:path";
import { reportFigures } from "@lab/analysis/report";
import { expect, test } from "vitest";
import { protocols } from "./registry.ts";

const foldersOf = (path: string) =>
	readdirSync(path, { withFileTypes: true })
		.filter((entry) => entry.isDirectory() && !entry.name.startsWith("_"))
		.map(({ name }) => name);

test("every folder is a registered protocol, and vice versa", () => {
	expect(protocols.map(({ name }) => name).sort()).toEqual(
		foldersOf(import.meta.dirname).sort(),
	);
});

test.each(protocols)(
	"every SQL file of $name is a registered figure or export, and vice versa",
	({ name, figures = [], exports = [] }) => {
		const folder = join(import.meta.dirname, name);
		const files = readdirSync(folder)
			.filter((file) => file.endsWith(".sql"))
			.map((file) => file.slice(0, -4));
		const registered = [...figures, ...exports];
		expect(registered.map((one) => one.name).sort()).toEqual(files.sort());
		expect(new Set(registered.map((one) => one.folder))).toEqual(
			new Set(files.length === 0 ? [] : [folder]),
		);
	},
);

test("every figure and every export has a unique name", () => {
	const names = [
		...reportFigures(protocols),
		...protocols.flatMap(({ exports = [] }) => exports),
	].map(({ name }) => name);
	expect(new Set(names).size).toBe(names.length);
});
