import { exitCode } from "@lab/core";
import type { Kind, Scaffolded } from "@lab/scaffold";
import type { Answer } from "../command.ts";

/** A command or an instruction, and what it is for. */
type Step = readonly [step: string, effect?: string];

/** Describes the name of a new thing and its limits, for the help. */
export const nameOf = (
	what: string,
	{ maxLength }: Pick<Kind, "maxLength">,
): string =>
	`${what}: a-z, 0-9 and single dashes, a letter first, at most ${maxLength} characters`;

/**
 * Lists the written files and what to do next.
 *
 * @param edit what to edit first
 * @param next the commands after `pnpm format`
 * @param notes further lines after the files
 */
export function scaffoldedAnswer(
	name: string,
	{ files, edited }: Scaffolded,
	{
		edit,
		next,
		notes = [],
	}: {
		readonly edit: readonly string[];
		readonly next: readonly Step[];
		readonly notes?: readonly string[];
	},
): Answer {
	const commands: readonly Step[] = [
		["pnpm format", "wraps lines and sorts imports as lint requires"],
		...next,
	];
	const width = Math.max(
		...commands.map(([step, effect]) =>
			effect === undefined ? 0 : step.length,
		),
	);
	const steps = [
		...edit,
		...commands.map(([step, effect]) =>
			effect === undefined ? step : `${step.padEnd(width)}   ${effect}`,
		),
	];
	return {
		exit: exitCode.done,
		document: {
			name,
			// Where there is only one, as of an experiment.
			...(files.length === 1 ? { file: files[0] } : {}),
			files,
			edited,
			next: steps,
		},
		text: [
			...files.map((path) => `new     ${path}`),
			...edited.map((path) => `edited  ${path}`),
			...notes,
			"",
			"Next:",
			...steps.map((step) => `  ${step}`),
		].join("\n"),
	};
}
