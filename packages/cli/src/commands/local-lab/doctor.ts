import { exitCode } from "@lab/core";
import { examine } from "@lab/replica";
import { defineCommand } from "../../command.ts";
import { paint } from "../../output.ts";
import { localLab, readStatus } from "./_local-lab.ts";

const SIGN = {
	good: ["green", "ok  "],
	note: ["yellow", "note"],
	bad: ["red", "bad "],
} as const;

export const command = defineCommand({
	example: "pnpm local-lab doctor",
	async run(input) {
		const { folder } = localLab(input);
		const status = await readStatus(input);
		const checks = await examine(folder, status);
		const bad = checks.filter(({ verdict }) => verdict === "bad").length;
		return {
			exit: bad === 0 ? exitCode.done : exitCode.no,
			document: { checks, cannot: status.cannot },
			text: [
				...checks.flatMap(({ what, verdict, found, help }) => {
					const [colour, word] = SIGN[verdict];
					return [
						`${paint(colour, word)}  ${what}: ${found}`,
						...(help === undefined ? [] : [`      ${help}`]),
					];
				}),
				`the ${status.mode} replica cannot show:`,
				...status.cannot.map(({ what, why }) => `  ${what}: ${why}`),
			].join("\n"),
		};
	},
});
