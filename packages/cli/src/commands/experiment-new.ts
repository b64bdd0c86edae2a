import { access, mkdir, readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { exitCode, isDnsLabel, LabError, writeFileAtomically } from "@lab/core";
import { experiments, findExperiment } from "@lab/experiments";
import { transform } from "esbuild";
import type { Command, Input } from "../command.ts";
import {
	familyOf,
	identifierOf,
	registered,
	type Start,
	scaffold,
} from "../experiment/scaffold.ts";

/** What is made of a name, such as `lab-<name>` and a Fleet bundle's, must be short too. */
const MAX_NAME = 33;

const FOLDER = "packages/experiments/src";

export const command: Command = {
	summary: "Write a new experiment that runs as it is, and register it",
	arguments: [{ name: "<name>", description: "a-z, 0-9 and dashes" }],
	options: [
		{
			flags: "--from <experiment>",
			description: "start as a scenario: another one with other parameters",
		},
		{
			flags: "--image <image>",
			description: "start as pods of this image (default: gossip nodes)",
		},
	],
	example: "pnpm experiment new web-servers --image nginx:1.27.3",
	async run(input) {
		const name = checkedName(input.args[0] ?? "");
		const start = startOf(input);
		const registry = join(input.root, FOLDER, "registry.ts");
		const before = await readFile(registry, "utf8");
		const known = experiments.some((one) => one.name === name);
		const family = familyOf(
			before,
			known ? { kind: "scenario", from: name } : start,
		);
		const file = `${FOLDER}/scenarios/${family}/${name}.ts`;
		const path = join(input.root, file);
		if (known || (await isThere(path))) {
			throw new LabError({
				code: "experiment-exists",
				what: `there is an experiment '${name}'`,
				where: file,
				help: "choose another name, or edit that file",
			});
		}
		const code = scaffold(name, start);
		const text = registered(before, name, family);
		await assertFree(name, code, text);
		await mkdir(dirname(path), { recursive: true });
		await writeFileAtomically(path, code);
		await writeFileAtomically(registry, text);
		return {
			exit: exitCode.done,
			document: { name, file },
			text: [
				`${file} is yours to edit; it runs as it is:`,
				start.kind === "image"
					? `  pnpm experiment plan ${name} --backend cluster`
					: `  pnpm experiment run ${name}`,
				"'pnpm synth' puts its objects into Git, 'pnpm lab experiments report' its purpose into docs/reports",
			].join("\n"),
		};
	},
};

function startOf({ options }: Pick<Input, "options">): Start {
	const { from, image } = options;
	if (from !== undefined && image !== undefined) {
		throw new LabError({
			code: "wrong-setting",
			what: "a scenario has the image of the experiment that it differs from",
			where: "--from, --image",
			help: "leave --image away, and set another image in the scenario's file",
		});
	}
	if (typeof image === "string" && !/[:@][^/]+$/.test(image)) {
		throw new LabError({
			code: "wrong-setting",
			what: `'${image}' names no version: another image tomorrow`,
			where: "--image",
			help: `give a tag, as ${image}:1.2.3, or a digest`,
		});
	}
	if (typeof from === "string") {
		return { kind: "scenario", from: findExperiment(from).name };
	}
	return typeof image === "string"
		? { kind: "image", image }
		: { kind: "gossip" };
}

function checkedName(name: string): string {
	if (isDnsLabel(name, MAX_NAME) && /^[a-z]/.test(name)) return name;
	throw new LabError({
		code: "wrong-name",
		what: `'${name}' is no name for an experiment`,
		where: "the name",
		help: `at most ${MAX_NAME} of a-z, 0-9 and dashes, a letter first`,
	});
}

/** @throws LabError `wrong-name` where the code would mean something else by the name, as by `import` and `count` */
async function assertFree(
	name: string,
	...sources: readonly string[]
): Promise<void> {
	try {
		for (const source of sources) {
			const { code } = await transform(source, {
				loader: "ts",
				tsconfigRaw: { compilerOptions: { verbatimModuleSyntax: true } },
				logLevel: "silent",
			});
			// In TypeScript a value may hide an import, which could be a type.
			await transform(code, { loader: "js", logLevel: "silent" });
		}
	} catch (error) {
		throw new LabError({
			code: "wrong-name",
			what: `'${identifierOf(name)}' means something else in the code`,
			where: "the name",
			help: `choose another, such as '${name}-test'`,
			cause: error,
		});
	}
}

const isThere = (path: string): Promise<boolean> =>
	access(path).then(
		() => true,
		() => false,
	);
