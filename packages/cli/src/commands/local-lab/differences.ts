import { join } from "node:path";
import { exitCode, readTree } from "@lab/core";
import { defineCommand } from "../../command.ts";
import { type Difference, explainDifferences } from "../../differences.ts";
import { paint } from "../../output.ts";
import { treeFolders } from "../../tree-folders.ts";
import { localLab } from "./_local-lab.ts";

export const command = defineCommand({
	arguments: [{ name: "[bundle]", description: "show only this bundle" }],
	example: "pnpm local-lab differences victoria-metrics",
	async run(input) {
		const { root, progress, args } = input;
		const [vaclab, local] = await Promise.all([
			readTree(join(root, treeFolders.vaclab)),
			readTree(localLab(input).tree),
		]);
		const differences = explainDifferences(vaclab, local, (fact) =>
			progress.step(`varying ${fact}`),
		).filter(({ bundle }) => args[0] === undefined || bundle === args[0]);
		const unexplained = differences.filter(
			({ because }) => because.length === 0,
		);
		return {
			exit: unexplained.length === 0 ? exitCode.done : exitCode.no,
			document: { differences, unexplained: unexplained.length },
			text: [
				...byBundle(differences),
				`${differences.length} differences, ${unexplained.length} without an explaining fact`,
			].join("\n"),
		};
	},
});

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
				? [paint("red", "    not explained by any fact")]
				: because.map((reason) => `    ${reason}`)),
		];
	});
}
