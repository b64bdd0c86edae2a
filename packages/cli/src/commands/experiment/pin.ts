import { join } from "node:path";
import { exitCode } from "@lab/core";
import { digestsFile, experiments, imagesInUse } from "@lab/experiments";
import { type PinnedImages, pinImages } from "@lab/toolchain";
import { defineCommand } from "../../command.ts";

export const command = defineCommand({
	arguments: [
		{
			name: "[image...]",
			description: "images, as name:tag (default: all that experiments use)",
		},
	],
	options: [
		{
			flags: "--refresh",
			description:
				"look up images again that have a digest, and report moved tags",
		},
	],
	example: "pnpm experiment pin",
	async run({ args, options, root, progress, signal }) {
		const images = args.length > 0 ? args : imagesInUse(experiments);
		const pinned = await pinImages(join(root, digestsFile), images, {
			refresh: options.refresh,
			progress,
			signal,
		});
		return {
			exit: pinned.open.length > 0 ? exitCode.unavailable : exitCode.done,
			document: pinned,
			text: textOf(pinned, images.length),
		};
	},
});

function textOf({ added, moved, open }: PinnedImages, all: number): string {
	const changed = Object.keys(added).length + moved.length;
	return [
		...Object.entries(added).map(([image, digest]) => `${image} is ${digest}`),
		...moved.map(
			({ image, from, to }) => `${image} has moved from ${from} to ${to}`,
		),
		...open.map(({ image, reason }) => `${image} ${reason}`),
		open.length === 0
			? `all ${all} images have a digest`
			: `${open.length} of ${all} images could not be looked up and are unchanged`,
		...(changed > 0
			? [
					`${changed} new digests in ${digestsFile}: run 'pnpm synth && pnpm lab report 10ksim', then review and commit`,
				]
			: []),
	].join("\n");
}
