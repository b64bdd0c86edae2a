import { access, mkdir, readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { exitCode, isDnsLabel, LabError, writeFileAtomically } from "@lab/core";
import { experiments, findExperiment } from "@lab/experiments";
import type { Command, Input } from "../command.ts";
import {
	familyOf,
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
		const family = familyOf(before, start);
		const file = `${FOLDER}/scenarios/${family}/${name}.ts`;
		const path = join(input.root, file);
		if (experiments.some((one) => one.name === name) || (await isThere(path))) {
			throw new LabError({
				code: "experiment-exists",
				what: `there is an experiment '${name}'`,
				where: file,
				help: "choose another name, or edit that file",
			});
		}
		const text = registered(before, name, family);
		await mkdir(dirname(path), { recursive: true });
		await writeFileAtomically(path, scaffold(name, start));
		await writeFileAtomically(registry, text);
		return {
			exit: exitCode.done,
			document: { name, file },
			text: [
				`${file} is yours to edit; it runs as it is:`,
				start.kind === "image"
					? `  pnpm experiment plan ${name} --backend cluster`
					: `  pnpm experiment run ${name}`,
				"and 'pnpm synth' puts its objects into Git",
			].join("\n"),
		};
	},
};

function startOf({ options }: Pick<Input, "options">): Start {
	const { from, image } = options;
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

const isThere = (path: string): Promise<boolean> =>
	access(path).then(
		() => true,
		() => false,
	);
