import { join } from "node:path";
import { exitCode } from "@lab/core";
import { digestsFile, experiments, imagesInUse } from "@lab/experiments";
import { type PinnedImages, pinImages } from "@lab/ops";
import type { Command } from "../command.ts";

export const command: Command = {
	summary: "Note the digest of every image, so that plans do not hang on tags",
	arguments: [
		{
			name: "[image...]",
			description: "name:tag of these only (default: all that experiments use)",
		},
	],
	options: [
		{
			flags: "--refresh",
			description:
				"ask again for those with a digest, and say which tags moved",
		},
	],
	example: "pnpm experiment pin",
	async run({ args, options, root, progress, signal }) {
		const images = args.length > 0 ? args : imagesInUse(experiments);
		const pinned = await pinImages(join(root, digestsFile), images, {
			refresh: options.refresh === true,
			progress,
			signal,
		});
		return {
			exit: pinned.open.length > 0 ? exitCode.letDown : exitCode.done,
			document: pinned,
			text: textOf(pinned, images.length),
		};
	},
};

function textOf({ added, moved, open }: PinnedImages, all: number): string {
	const changed = Object.keys(added).length + moved.length;
	return [
		...Object.entries(added).map(([image, digest]) => `${image} is ${digest}`),
		...moved.map(
			({ image, from, to }) =>
				`${image} has moved: it was ${from}, it is ${to}`,
		),
		...open.map(({ image, reason }) => `${image} ${reason}`),
		open.length === 0
			? `all ${all} images have their digest`
			: `${open.length} of ${all} images could not be asked for, and stay as they were`,
		...(changed > 0
			? [
					`${changed} new in ${digestsFile}: pnpm synth && pnpm lab experiments report, then review and commit`,
				]
			: []),
	].join("\n");
}
