import { readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { tryRun } from "@lab/core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { newcomersCopy } from "../_newcomer.ts";

let copy: string;
beforeAll(async () => {
	copy = await newcomersCopy();
});
afterAll(() => rm(copy, { recursive: true }));

const path = "packages/components/src/hubble/component.ts";

test.each<[string, string, (text: string) => string, string[]]>([
	[
		"an exception",
		path,
		(text) =>
			text.replace(
				"objects(scope, env) {",
				'objects(scope, env) {\n\t\tthrow new Error("no such thing");',
			),
		[
			"error[unusable-description]: hubble cannot be rendered: no such thing",
			`at    ${path}:15`,
		],
	],
	[
		"a need on itself",
		path,
		(text) => text.replace("[traefikMiddlewares]", "[hubble]"),
		["error[undefined-need]: need 1 of hubble is undefined", `at    ${path}`],
	],
	[
		"a syntax error",
		path,
		(text) => text.replace('name: "hubble",', 'name: "hubble'),
		["error[unusable-source]", `at    ${path}:9`],
	],
	[
		"a second registration",
		"packages/components/src/registry.ts",
		(text) => text.replace("\thubble,\n", "\thubble,\n\thubble,\n"),
		[
			"error[duplicate-component]: two components are called 'hubble'",
			`at    ${path}`,
		],
	],
])(
	"after %s in a component, synth exits with 2 and names the line",
	async (_what, file, change, said) => {
		const before = await readFile(join(copy, file), "utf8");
		await writeFile(join(copy, file), change(before));
		try {
			const { exit, stdout, stderr } = await tryRun(
				"node",
				[
					...["packages/launch/launch.mjs", "packages/cli/src/main.ts"],
					...["synth", "--check"],
				],
				{ cwd: copy, timeout: "2m" },
			);
			for (const part of said) expect(stderr).toContain(part);
			expect(stderr).not.toMatch(/^ +at \S+ \(/m);
			expect({ exit, stdout }).toEqual({ exit: 2, stdout: "" });
		} finally {
			await writeFile(join(copy, file), before);
		}
	},
);
