import { exitCode, LabError, suggestion } from "@lab/core";
import { endpointsOf, lastLines, logsOfPod } from "@lab/ops";
import type { Command } from "../command.ts";
import { localLab, readStatus, runningReplica } from "./_local-lab.ts";

export const command: Command = {
	summary: "Show what a process of the replica, or a pod, wrote last",
	arguments: [
		{ name: "<name>", description: "a process ('status' lists them) or a pod" },
	],
	options: [
		{ flags: "--lines <count>", description: "how many", default: "50" },
	],
	example: "pnpm local-lab logs fleet-agent --lines 20",
	async run(input) {
		const { args, options } = input;
		const [name = ""] = args;
		const count = Number(options.lines);
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
		const { record } = await runningReplica(input);
		const found = await logsOfPod(
			folder,
			endpointsOf(folder, record).logsUrl,
			name,
			count,
		);
		if (found.lines.length === 0 && !found.pods.includes(name)) {
			throw new LabError({
				code: "unknown-process",
				what: `no process and no pod is called '${name}'`,
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
					? `${name} is played by KWOK: it writes nothing`
					: found.lines.join("\n"),
		};
	},
};
