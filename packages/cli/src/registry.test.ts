import { readdirSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { registry } from "./registry.ts";

test("every command has a file of its name, and every file a command", () => {
	const files = readdirSync(join(import.meta.dirname, "commands"), {
		recursive: true,
		encoding: "utf8",
	})
		.filter((path) => /(^|\/)[^_/][^/]*\.ts$/.test(path))
		.filter((path) => !path.includes(".test."))
		.map((path) => path.replace(/\.ts$/, "").replace("/", " "));
	expect(registry.map(({ name }) => name).sort()).toEqual(files.sort());
});

/** One name for each kind of value, so that it means the same in every command. */
const valueNames = [
	...["count", "duration", "share", "text", "url", "address"],
	...["file", "folder", "image", "name", "experiment", "program", "hosts"],
	"commit",
	...["key=value", "key=values", "name=run,run"],
];

test("every command names option values from the same list", async () => {
	const commands = await Promise.all(
		registry.map(async ({ name, load }) => ({
			name,
			options: (await load()).command.options ?? [],
		})),
	);
	const others = commands.flatMap(({ name, options }) =>
		options
			.map(({ flags }) => flags)
			.filter((flags) => {
				const value = /[<[](.+)[>\]]/.exec(flags)?.[1];
				return value !== undefined && !valueNames.includes(value);
			})
			.map((flags) => `${name} ${flags}`),
	);
	expect(others).toEqual([]);
});
