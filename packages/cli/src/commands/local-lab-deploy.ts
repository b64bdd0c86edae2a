import { exitCode } from "@lab/core";
import { alone, deploy } from "@lab/ops";
import type { Command } from "../command.ts";
import {
	chartsFolder,
	chartsOption,
	describeBundles,
	localLab,
	runningReplica,
} from "./_local-lab.ts";

export const command: Command = {
	summary: "Roll out the working tree, committed or not",
	options: [
		chartsOption,
		{
			flags: "--patience <seconds>",
			description: "how long to wait until all bundles are ready",
			default: "120",
		},
	],
	example: "pnpm synth && pnpm local-lab deploy",
	async run(input) {
		const { options, progress, signal } = input;
		const { folder, tree } = localLab(input);
		const { tools, record } = await runningReplica(input);
		const start = performance.now();
		const bundles = await alone(folder, input, () =>
			deploy({
				folder,
				tree,
				program: tools.fleet.path,
				charts: chartsFolder(input) ?? record.rollout?.charts,
				patienceMs: Number(options.patience) * 1000,
				progress,
				signal,
			}),
		);
		const seconds = (performance.now() - start) / 1000;
		return {
			exit: bundles.some(({ state }) => state === "not-ready")
				? exitCode.no
				: exitCode.done,
			document: { bundles, seconds: Number(seconds.toFixed(2)) },
			text: [
				`rolled out in ${seconds.toFixed(1)} s`,
				...describeBundles(bundles),
			].join("\n"),
		};
	},
};
