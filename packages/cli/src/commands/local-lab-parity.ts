import { join } from "node:path";
import { exitCode, readTree } from "@lab/core";
import type { Command } from "../command.ts";
import { paint } from "../output.ts";
import { type Difference, parity } from "../parity.ts";
import { localLab } from "./_local-lab.ts";
import { treeFolders } from "./synth.ts";

export const command: Command = {
	summary:
		"List every difference between the lab and its replica, with its reason",
	arguments: [{ name: "[bundle]", description: "only this one" }],
	example: "pnpm local-lab parity victoria-metrics",
	async run(input) {
		const { root, progress, args } = input;
		const [vaclab, local] = await Promise.all([
			readTree(join(root, treeFolders.vaclab)),
			readTree(localLab(input).tree),
		]);
		const differences = parity(vaclab, local, (fact) =>
			progress.step(`what follows from ${fact}`),
		).filter(({ bundle }) => args[0] === undefined || bundle === args[0]);
		const unexplained = differences.filter(
			({ because }) => because.length === 0,
		);
		return {
			exit: unexplained.length === 0 ? exitCode.done : exitCode.no,
			document: { differences, unexplained: unexplained.length },
			text: [
				...byBundle(differences),
				`${differences.length} differences, ${unexplained.length} that no fact explains`,
			].join("\n"),
		};
	},
};

function byBundle(differences: readonly Difference[]): string[] {
	let bundle = "";
	return differences.flatMap((difference) => {
		const { object, path, what, because } = difference;
		const head = difference.bundle === bundle ? [] : [difference.bundle];
		bundle = difference.bundle;
		return [
			...head,
			`  ${object}${path === undefined ? "" : ` ${path}`}: ${what}`,
			...(because.length === 0
				? [paint("red", "    no fact explains it")]
				: because.map((reason) => `    ${reason}`)),
		];
	});
}
