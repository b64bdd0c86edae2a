import { readFile } from "node:fs/promises";
import { reviewableJson, writeFileAtomically } from "@lab/core";
import type { Progress } from "../toolchain/progress.ts";
import { digestOf, NoDigest } from "./registry.ts";

export interface PinnedImages {
	/** New in the file: reference -> digest. */
	readonly added: Readonly<Record<string, string>>;
	/** Tags that mean another image than the file said. */
	readonly moved: readonly {
		readonly image: string;
		readonly from: string;
		readonly to: string;
	}[];
	/** Those that could not be asked for; what the file said of them stays. */
	readonly open: readonly {
		readonly image: string;
		readonly reason: string;
	}[];
}

/**
 * Asks the registries for the digests of images, all at once, and notes them.
 *
 * @param file JSON of digests by reference
 * @param images references, `name:tag`
 */
export async function pinImages(
	file: string,
	images: readonly string[],
	{
		refresh,
		progress,
		signal,
	}: {
		/** Ask for those that have a digest too. */
		readonly refresh: boolean;
		readonly progress: Progress;
		readonly signal?: AbortSignal;
	},
): Promise<PinnedImages> {
	const known: Readonly<Record<string, string>> = JSON.parse(
		await readFile(file, "utf8"),
	);
	const asked = images.filter(
		(image) => refresh || !Object.hasOwn(known, image),
	);
	let done = 0;
	const answers = await Promise.all(
		asked.map(async (image) => {
			const answer = await digestOf(image, signal).then(
				(digest) => ({ image, digest }),
				(error: unknown) => {
					if (!(error instanceof NoDigest)) throw error;
					return { image, reason: error.message };
				},
			);
			progress.step(`${++done}/${asked.length} ${image}`);
			return answer;
		}),
	);
	const found = answers.filter((answer) => "digest" in answer);
	const fresh = found.filter(({ image, digest }) => known[image] !== digest);
	if (fresh.length > 0) {
		const digests = { ...known, ...digestsOf(fresh) };
		await writeFileAtomically(file, reviewableJson(digests));
	}
	return {
		added: digestsOf(fresh.filter(({ image }) => known[image] === undefined)),
		moved: fresh.flatMap(({ image, digest: to }) => {
			const from = known[image];
			return from === undefined ? [] : [{ image, from, to }];
		}),
		open: answers.filter((answer) => "reason" in answer),
	};
}

const digestsOf = (
	found: readonly { readonly image: string; readonly digest: string }[],
): Record<string, string> =>
	Object.fromEntries(found.map(({ image, digest }) => [image, digest]));
