import { readFile } from "node:fs/promises";
import { type Progress, reviewableJson, writeFileAtomically } from "@lab/core";
import { digestOf, NoDigest } from "./registry.ts";

export interface PinnedImages {
	/** Digests added to the file, by reference. */
	readonly added: Readonly<Record<string, string>>;
	/** Tags whose digest has changed since it was recorded. */
	readonly moved: readonly {
		readonly image: string;
		readonly from: string;
		readonly to: string;
	}[];
	/** Images whose digest could not be determined; their entries in the file are unchanged. */
	readonly open: readonly {
		readonly image: string;
		readonly reason: string;
	}[];
}

/**
 * Asks the registries for the digests of images, concurrently, and records them.
 *
 * @param file path of a JSON file with digests by reference
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
		/** Ask again for images that already have a digest. */
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
