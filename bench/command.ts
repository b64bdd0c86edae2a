import { defineCommand } from "@lab/cli";
import { exitCode, LabError, suggestion } from "@lab/core";
import { type Aim, benches } from "./registry.ts";

export const command = defineCommand({
	arguments: [
		{
			name: "[name]",
			description: `what to measure: ${benches.map(({ name }) => name).join(", ")}`,
		},
	],
	example: "pnpm bench synth --json",
	async run({ args: [name], root, progress }) {
		const known = benches.map((bench) => bench.name);
		if (name !== undefined && !known.includes(name)) {
			throw new LabError({
				code: "unknown-bench",
				what: `there is no bench '${name}'`,
				where: "pnpm bench",
				help: suggestion(name, known),
			});
		}
		const chosen = benches.filter(
			(bench) => name === undefined || bench.name === name,
		);
		const results: { name: string; aims: Aim[] }[] = [];
		for (const entry of chosen) {
			const { bench } = await entry.load();
			results.push({ name: entry.name, aims: await bench({ root, progress }) });
		}
		return {
			exit: exitCode.done,
			document: { benches: results },
			text: results
				.flatMap((result) => [result.name, ...result.aims.map(line)])
				.join("\n"),
		};
	},
});

function line({ what, measured, unit, atMost, atLeast }: Aim): string {
	const aim =
		atMost === undefined
			? atLeast === undefined
				? ""
				: `  aim: at least ${atLeast} ${unit}${measured >= atLeast ? "" : ", MISSED"}`
			: `  aim: at most ${atMost} ${unit}${measured <= atMost ? "" : ", MISSED"}`;
	return `  ${what}: ${measured.toFixed(2)} ${unit}${aim}`;
}
