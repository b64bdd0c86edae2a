import { type Duration, LabError, toMilliseconds } from "@lab/core";
import { findRun } from "@lab/runner";
import type { Command } from "../command.ts";
import { lookAt } from "../experiment/describe-run.ts";
import { stateOf, stateOption } from "../experiment/run-settings.ts";
import { ask } from "../experiment/runner-of.ts";

export const command: Command = {
	summary: "Give a run more time before it expires",
	arguments: [{ name: "<run>", description: "id, a part of it, or 'last'" }],
	options: [
		stateOption,
		{ flags: "--by <time>", description: "how much: 10m", default: "10m" },
	],
	example: "pnpm experiment extend last --by 30m",
	async run(input) {
		const folder = await findRun(stateOf(input), input.args[0] ?? "");
		const byMs = milliseconds(String(input.options.by));
		const run = await lookAt(folder, input.signal);
		if (run.state === "done") {
			return { exit: 1, document: run, text: `${folder.id} is done` };
		}
		await ask(folder, { kind: "extend", byMs }, input.signal);
		return {
			exit: 0,
			document: { run: folder.id, byMs },
			text: `${folder.id} has ${byMs / 1000} s more`,
		};
	},
};

function milliseconds(text: string): number {
	try {
		return toMilliseconds(text as Duration);
	} catch (error) {
		throw new LabError({
			code: "not-a-time",
			what: error instanceof Error ? error.message : String(error),
			where: "--by",
			help: "write it as 90s, 10m or 2h",
		});
	}
}
