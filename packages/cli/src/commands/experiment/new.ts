import { LabError } from "@lab/core";
import { findExperiment, runsOn } from "@lab/experiments";
import { baseOf, kinds, scaffold } from "@lab/scaffold";
import { defineCommand } from "../../command.ts";
import { nameOf, scaffoldedAnswer } from "../_scaffolded.ts";

export const command = defineCommand({
	arguments: [
		{
			name: "<name>",
			description: nameOf("name of the experiment", kinds.experiment),
		},
	],
	options: [
		{
			flags: "--from <experiment>",
			description:
				"start with a scenario: this experiment with other parameters",
		},
		{
			flags: "--image <image>",
			description: "start with pods of this image (default: gossip nodes)",
		},
	],
	details:
		"Writes one file in packages/experiments/src/scenarios/; adds the experiment to packages/experiments/src/registry.ts.",
	example: "pnpm experiment new web-servers --image nginx:1.27.3",
	async run({ args: [name], options, root, signal }) {
		const { kind, words } = await startOf(root, options);
		const scaffolded = await scaffold(kind, name, { root, words, signal });
		return scaffoldedAnswer(name, scaffolded, {
			edit: [`edit ${scaffolded.files[0]}, which already runs`],
			next: [
				[
					runsHere(options)
						? `pnpm experiment run ${name}`
						: `pnpm experiment plan ${name} --backend cluster`,
				],
				["pnpm synth", "renders its objects into fleet/"],
				["pnpm lab report 10ksim", "adds its purpose to docs/reports"],
				["npx vitest run packages/experiments/src/every-experiment.test.ts"],
			],
		});
	},
});

interface Options {
	readonly from: string | undefined;
	readonly image: string | undefined;
}

/** Whether the nodes of the new experiment can be processes on this machine. */
const runsHere = ({ from, image }: Options): boolean =>
	image === undefined &&
	(from === undefined || runsOn(findExperiment(from), "process"));

/** Finds the template of an experiment and the words to replace in it. @throws LabError `wrong-setting` */
async function startOf(root: string, { from, image }: Options) {
	if (from !== undefined && image !== undefined) {
		throw new LabError({
			code: "wrong-setting",
			what: "a scenario uses the image of the experiment it derives from",
			where: `--from ${from} --image ${image}`,
			help: "omit --image, and set another image in the scenario's file",
		});
	}
	if (from !== undefined) {
		const words = await baseOf(root, findExperiment(from).name);
		return { kind: kinds.scenario, words };
	}
	if (image === undefined) return { kind: kinds.experiment, words: {} };
	if (!/[:@][^/]+$/.test(image)) {
		throw new LabError({
			code: "wrong-setting",
			what: `'${image}' names no version, so the image may change at any time`,
			where: `--image ${image}`,
			help: `give a tag, as in ${image}:1.2.3, or a digest`,
		});
	}
	const words = { '"nginx:1.27.3"': JSON.stringify(image) };
	return { kind: kinds.experimentOfImage, words };
}
