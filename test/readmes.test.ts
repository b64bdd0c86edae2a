import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { packagesIn } from "./_imports.ts";

const root = join(import.meta.dirname, "..");
const packages = packagesIn(root);

const readmeOf = (name: string) =>
	readFileSync(join(root, "packages", name, "README.md"), "utf8");

/** Files and folders in the trees of a README, relative to its package. */
const namedIn = (readme: string) =>
	[...readme.matchAll(/^```\n([\s\S]*?)^```/gm)].flatMap(([, block = ""]) => {
		let base = "";
		return block.split("\n").flatMap((line) => {
			if (/^src\/\S*$/.test(line)) base = line;
			if (base === "" || !line.startsWith("  ")) return [];
			return [
				...line.matchAll(
					/(?<=^ +| {2,}|, )[\w-][\w.-]*(?:\.ts|\/)(?=[\s,]|$)/g,
				),
			].map(([path]) => join(base, path));
		});
	});

test.each(packages)(
	"the README of %s describes its purpose and its files",
	(name) => {
		const readme = readmeOf(name);
		expect(readme).toMatch(new RegExp(`^# @lab/${name}\n\n\\S`));
		const paths = namedIn(readme);
		expect(paths.length).toBeGreaterThan(2);
		expect(
			paths.filter((path) => !existsSync(join(root, "packages", name, path))),
		).toEqual([]);
	},
);
