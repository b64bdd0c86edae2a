import { Learner, LogParser, schemaSource } from "@lab/analysis";
import { bytesOf, changedAt } from "@lab/analysis/files";
import { exitCode } from "@lab/core";
import { eventSchemas } from "@lab/protocols";
import { defineCommand } from "../../command.ts";
import { fileNotes, logsArgument, streamsIn } from "./_streams.ts";

export const command = defineCommand({
	arguments: [logsArgument],
	options: [
		{
			flags: "--least <count>",
			description: "number of lines that an event needs to be proposed",
			default: "2",
		},
	],
	example: "pnpm analyze learn pod-0.log --least 10",
	async run({ args, options, progress, signal }) {
		const { least } = options;
		const learner = new Learner();
		const parser = new LogParser({
			schemas: eventSchemas,
			keepLog: false,
			onUnknown: (text, format) => learner.add(text, format),
		});
		const folder = await streamsIn(args);
		for (const { name, containers } of folder.streams) {
			progress.step(`reading ${name}`);
			const stream = parser.stream(name, {
				writtenBefore: await changedAt(containers.flat()),
			});
			for (const [index, paths] of containers.entries()) {
				if (index > 0) stream.restart();
				for await (const chunk of bytesOf(paths)) {
					signal.throwIfAborted();
					stream.write(chunk);
					parser.take();
				}
			}
			stream.end();
		}
		parser.end();
		const proposals = learner.proposals(least);
		const known = parser.tally.lines - learner.lines;
		const summary = `${parser.tally.lines} lines, ${known} known; ${proposals.length} schemas proposed for ${learner.lines} unknown ones`;
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
				...fileNotes(folder).map((line) => `// ${line.trim()}`),
				...(proposals.length === 0
					? []
					: ['import { defineEvent } from "@lab/analysis/protocol";']),
				...proposals.map((proposal) => `\n${schemaSource(proposal)}`),
			].join("\n"),
		};
	},
});
