import { exitCode, LabError, suggestion } from "@lab/core";
import { endpointsOf, lastLines, logsOfPod } from "@lab/replica";
import { defineCommand } from "../../command.ts";
import { localLab, readStatus, runningReplica } from "./_local-lab.ts";

export const command = defineCommand({
	arguments: [
		{
			name: "<name>",
			description: "process, as in 'pnpm local-lab status --json', or pod",
		},
	],
	options: [
		{
			flags: "--lines <count>",
			description: "number of lines, from the end",
			default: "50",
		},
	],
	example: "pnpm local-lab logs fleet-agent --lines 20",
	async run(input) {
		const { args, options } = input;
		const [name] = args;
		const count = options.lines;
		const { services } = await readStatus(input);
		const service = services.find((one) => one.name === name);
		if (service !== undefined) {
			const text = await lastLines(service.log, count);
			return {
				exit: exitCode.done,
				document: { source: service.log, lines: text.split("\n") },
				text,
			};
		}
		const { folder } = localLab(input);
		const record = await runningReplica(input);
		const found = await logsOfPod(
			folder,
			endpointsOf(folder, record).logsUrl,
			name,
			count,
		);
		if (found.lines.length === 0 && !found.pods.includes(name)) {
			throw new LabError({
				code: "unknown-process",
				what: `the replica has no process or pod '${name}'`,
				where: "the replica",
				help: suggestion(name, [
					...services.map((one) => one.name),
					...found.pods,
				]),
			});
		}
		return {
			exit: exitCode.done,
			document: { source: found.query, lines: found.lines },
			text:
				found.lines.length === 0
					? `${name} is simulated by KWOK, so it has no logs`
					: found.lines.join("\n"),
		};
	},
});
