import { exitCode, LabError } from "@lab/core";
import { k3sImage } from "../k3d/config.ts";
import { findEngine, isImageAvailable } from "../k3d/engine.ts";
import type { Folder, Mode } from "../state/folder.ts";
import { readRecord } from "../state/folder.ts";

export const modes = ["auto", "k3d", "embedded"] as const;

export interface ChosenMode {
	readonly mode: Mode;
	/** Why this mode, in one line. */
	readonly reason: string;
}

/**
 * Chooses the mode of the replica. The first `up` never fails because of Docker:
 * `auto` selects k3d only if an engine answers that has or can pull the images.
 *
 * @throws LabError `other-mode` if a replica of the other mode exists
 */
export async function chooseMode(
	folder: Folder,
	asked: (typeof modes)[number],
): Promise<ChosenMode> {
	const before = (await readRecord(folder))?.mode;
	if (before !== undefined && asked !== "auto" && asked !== before)
		throw new LabError({
			code: "other-mode",
			what: `a replica in mode ${before} already exists`,
			where: folder.path,
			help: "delete it with 'pnpm local-lab reset', then run 'pnpm local-lab up' again",
			exit: exitCode.unavailable,
		});
	if (before !== undefined)
		return {
			mode: before,
			reason: `the replica was created in mode ${before}`,
		};
	if (asked !== "auto") return { mode: asked, reason: "chosen with --mode" };
	const engine = await findEngine();
	if (!engine.answers) return { mode: "embedded", reason: engine.reason };
	if (await isImageAvailable(k3sImage))
		return { mode: "k3d", reason: engine.reason };
	return {
		mode: "embedded",
		reason: `${engine.reason}, but it lacks ${k3sImage} and no registry is reachable to pull it from`,
	};
}
