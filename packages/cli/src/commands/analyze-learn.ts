import { Learner, LogParser, schemaSource } from "@lab/analysis";
import { bytesOf } from "@lab/analysis/sources";
import { exitCode, LabError } from "@lab/core";
import type { Command } from "../command.ts";
import { logsArgument, streamsIn } from "./_streams.ts";

export const command: Command = {
	summary: "Propose event schemas for the lines that none knows yet",
	arguments: [logsArgument],
	options: [
		{
			flags: "--least <lines>",
			description: "how many lines an event must have",
			default: "2",
		},
	],
	example: "pnpm analyze learn pod-0.log --least 10",
	async run({ args, options, progress, signal }) {
		const least = Number(options.least);
		if (!Number.isInteger(least) || least < 1) {
			throw new LabError({
				code: "no-number",
				what: `--least is '${options.least}', which is no number of lines`,
				where: "pnpm analyze learn",
				help: "give a whole number from 1",
			});
		}
		const learner = new Learner();
		const parser = new LogParser({
			keepLog: false,
			onUnknown: (text, format) => learner.add(text, format),
		});
		for (const { name, paths } of await streamsIn(args)) {
			progress.step(`reading ${name}`);
			const stream = parser.stream(name);
			for await (const chunk of bytesOf(paths)) {
				signal.throwIfAborted();
				stream.write(chunk);
				parser.take();
			}
			stream.end();
		}
		parser.end();
		const proposals = learner.proposals(least);
		const known = parser.tally.lines - learner.lines;
		const summary = `${parser.tally.lines} lines, ${known} known; ${learner.lines} unknown ones ask for ${proposals.length} schemas`;
		return {
			exit: exitCode.done,
			document: {
				lines: parser.tally.lines,
				unknown: learner.lines,
				forgotten: learner.forgotten,
				proposals,
			},
			text: [
				`// ${summary}`,
				...(proposals.length === 0
					? []
					: ['import { defineEvent } from "./schema.ts";']),
				...proposals.map((proposal) => `\n${schemaSource(proposal)}`),
			].join("\n"),
		};
	},
};
