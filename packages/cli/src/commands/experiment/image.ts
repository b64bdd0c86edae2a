import { buildRunnerImage } from "@lab/runs";
import { defineCommand } from "../../command.ts";

export const command = defineCommand({
	arguments: [{ name: "<image>", description: "name:tag for the new image" }],
	options: [
		{
			flags: "--base <image>",
			description: "base image, with Node 20.11 or newer and tar",
			default: "node:22.14.0-bookworm-slim",
		},
		{ flags: "--push", description: "push the image to its registry" },
	],
	example: "pnpm experiment image registry.example/lab-runner:1",
	async run(input) {
		const [image] = input.args;
		await buildRunnerImage({ image, ...input.options }, input);
		return { exit: 0, document: { image }, text: image };
	},
});
