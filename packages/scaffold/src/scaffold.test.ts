import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { readTree } from "@lab/core";
import { expect, onTestFinished, test } from "vitest";
import type { Kind } from "./kind.ts";
import { scaffold } from "./scaffold.ts";

const repository = join(import.meta.dirname, "../../..");

const kind: Kind = {
	noun: "animal",
	placeholder: "my-animal",
	template: "animals/_template/",
	target: "animals/my-animal/",
	maxLength: 20,
	registry: {
		file: "animals/registry.ts",
		list: "animals",
		item: "myAnimal",
		module: "./my-animal/animal.ts",
		place: "sorted",
	},
	entries: [
		{
			file: "sounds.ts",
			object: "sounds",
			place: "last",
			from: { template: "animals/_sounds.ts" },
		},
		{
			file: "homes.ts",
			object: "homes",
			place: "sorted",
			from: { key: "the-zoo", text: "cage" },
		},
	],
};

const files = {
	"animals/_template/animal.ts":
		'/** My animal. */\nexport const myAnimal = { name: "my-animal", home: "the-zoo", legs: { count: 4, long: false } };\n',
	"animals/_template/my-animal.sql": "SELECT * FROM my_animal\n",
	"animals/_sounds.ts": 'export const sounds = { "my-animal.loud": "moo" };\n',
	"animals/registry.ts":
		'import { count } from "./_count.ts";\nimport { cow } from "./cow/animal.ts";\n\nexport const animals = [cow];\nexport const counted = count(animals);\n',
	"sounds.ts": 'export const sounds = {\n\t"cow.loud": "moo",\n};\n',
	"homes.ts": 'export const homes = { "the-zoo": "cage" };\n',
	"biome.json": "{}\n",
};

async function tree(more: Readonly<Record<string, string>> = {}) {
	const root = await mkdtemp(join(tmpdir(), "scaffold-"));
	onTestFinished(() => rm(root, { recursive: true, force: true }));
	for (const [path, text] of Object.entries({ ...files, ...more })) {
		await mkdir(dirname(join(root, path)), { recursive: true });
		await writeFile(join(root, path), text);
	}
	await symlink(join(repository, "node_modules"), join(root, "node_modules"));
	const read = async () =>
		Object.fromEntries(
			[...(await readTree(root))].filter(([path]) => !path.startsWith(".lab")),
		);
	return { root, read };
}

test("a thing is written under its name, registered, and formatted", async () => {
	const { root, read } = await tree();
	const words = { "the-zoo": "the-sea" };
	expect(await scaffold(kind, "big-ant", { root, words })).toEqual({
		files: ["animals/big-ant/animal.ts", "animals/big-ant/big-ant.sql"],
		edited: ["sounds.ts", "homes.ts", "animals/registry.ts"],
	});
	expect(await read()).toEqual({
		...files,
		"animals/big-ant/animal.ts":
			'/** Big ant. */\nexport const bigAnt = {\n\tname: "big-ant",\n\thome: "the-sea",\n\tlegs: { count: 4, long: false },\n};\n',
		"animals/big-ant/big-ant.sql": "SELECT * FROM big_ant\n",
		"animals/registry.ts":
			'import { count } from "./_count.ts";\nimport { bigAnt } from "./big-ant/animal.ts";\nimport { cow } from "./cow/animal.ts";\n\nexport const animals = [bigAnt, cow];\nexport const counted = count(animals);\n',
		"sounds.ts":
			'export const sounds = {\n\t"cow.loud": "moo",\n\t"big-ant.loud": "moo",\n};\n',
		"homes.ts":
			'export const homes = { "the-sea": "cage", "the-zoo": "cage" };\n',
	});
});

test.each([
	["is taken", "cow", "animal-exists"],
	["is a word of the language", "import", "wrong-name"],
	["is a word of the registry", "count", "wrong-name"],
	["is a global that TypeScript protects", "undefined", "wrong-name"],
	["has a capital", "Ant", "wrong-name"],
	["starts with a digit", "1-ant", "wrong-name"],
	["has two dashes", "big--ant", "wrong-name"],
	["is too long", "ant-of-twenty-1-letters", "wrong-name"],
])(
	"a name that %s is refused, and nothing is written",
	async (_, name, code) => {
		const { root, read } = await tree();
		await expect(scaffold(kind, name, { root })).rejects.toMatchObject({
			code,
		});
		expect(await read()).toEqual(files);
	},
);

test.each([
	["a file of ours that was edited", "animals/ant/animal.ts"],
	["a file where the folder would be", "animals/ant"],
])("%s is not overwritten", async (_, path) => {
	const { root, read } = await tree({ [path]: "mine" });
	await expect(scaffold(kind, "ant", { root })).rejects.toMatchObject({
		code: "animal-exists",
	});
	expect(await read()).toEqual({ ...files, [path]: "mine" });
});

test("an entry that is taken by something else is refused", async () => {
	const taken = {
		"sounds.ts": 'export const sounds = { "ant.loud": "no" };\n',
	};
	const { root, read } = await tree(taken);
	await expect(scaffold(kind, "ant", { root })).rejects.toMatchObject({
		code: "animal-exists",
	});
	expect(await read()).toEqual({ ...files, ...taken });
});

test("what a killed call left behind is completed by the next", async () => {
	const whole = await tree();
	await scaffold(kind, "ant", { root: whole.root });
	const { "animals/registry.ts": _, ...left } = await whole.read();
	const killed = await tree(left);
	await scaffold(kind, "ant", { root: killed.root });
	expect(await killed.read()).toEqual(await whole.read());
});

test("two scaffolds at once are both registered; of one name, only one is", async () => {
	const { root, read } = await tree();
	const [ant, bee, other] = await Promise.allSettled(
		["ant", "bee", "bee"].map((name) => scaffold(kind, name, { root })),
	);
	expect([ant?.status, bee?.status, other?.status].sort()).toEqual([
		"fulfilled",
		"fulfilled",
		"rejected",
	]);
	expect((await read())["animals/registry.ts"]).toContain("[ant, bee, cow]");
});

test("a word that the template does not have is a mistake of the caller", async () => {
	const { root } = await tree();
	const words = { "the-sea": "the-zoo" };
	await expect(scaffold(kind, "ant", { root, words })).rejects.toThrow(
		"does not have the word 'the-sea'",
	);
});
