import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { exitCode, LabError, suggestion } from "@lab/core";
import { nodesOf } from "@lab/record";
import { findRun, isLine, logInside, readPlan } from "@lab/runner";
import type { Command } from "../command.ts";
import { stateOf, stateOption } from "../experiment/run-settings.ts";
import { isInside } from "../experiment/runner-of.ts";

export const command: Command = {
	summary: "Print the log of the runner, or of one node",
	arguments: [{ name: "<run>", description: "id, a part of it, or 'last'" }],
	options: [
		stateOption,
		{ flags: "--node <name>", description: "the node, instead of the runner" },
		{
			flags: "--lines <n>",
			description: "how many, from the end",
			default: "100",
		},
	],
	example: "pnpm experiment logs last --node relay-3",
	async run(input) {
		const folder = await findRun(stateOf(input), input.args[0] ?? "");
		const { node } = input.options;
		const paths =
			typeof node === "string"
				? [
						join(folder.path, "logs", `${node}.log`),
						join(folder.work, "logs", `${node}.log`),
					]
				: [folder.runnerLog];
		if (typeof node === "string") {
			const known = nodesOf(await readPlan(folder));
			if (!known.includes(node)) {
				throw new LabError({
					code: "unknown-node",
					what: `the run has no node '${node}'`,
					where: folder.id,
					help: suggestion(node, known),
				});
			}
		}
		const last = (text: string) =>
			text.trimEnd().split("\n").slice(-Number(input.options.lines));
		if ((await isInside(folder)) && typeof node !== "string") {
			const text = await logInside(folder, input.signal);
			const said = text.split("\n").filter((line) => !isLine(line));
			const lines = last(said.join("\n"));
			return { exit: 0, document: { lines }, text: lines.join("\n") };
		}
		for (const path of paths) {
			const text = await readFile(path, "utf8").catch(() => undefined);
			if (text === undefined) continue;
			const lines = last(text);
			return { exit: 0, document: { path, lines }, text: lines.join("\n") };
		}
		throw new LabError({
			code: "no-log",
			what: "there is no log yet",
			where: paths[0] ?? folder.path,
			help: "wait until the run is deploying",
			exit: exitCode.letDown,
		});
	},
};
