import { exitCode, LabError } from "@lab/core";
import { canHave, findEngine } from "./engine.ts";
import type { Folder, Mode } from "./folder.ts";
import { readRecord } from "./folder.ts";
import { k3sImage } from "./k3d/config.ts";

export const modes = ["auto", "k3d", "embedded"] as const;

export interface ChosenMode {
	readonly mode: Mode;
	/** One line: why this one. */
	readonly reason: string;
}

/**
 * Which replica to bring up. A first one never fails because of Docker: `auto`
 * is k3d only where an engine answers that has the images or can get them.
 *
 * @throws LabError `other-mode` when there is one of the other mode
 */
export async function chooseMode(
	folder: Folder,
	asked: (typeof modes)[number],
): Promise<ChosenMode> {
	const before = (await readRecord(folder))?.mode;
	if (before !== undefined && asked !== "auto" && asked !== before)
		throw new LabError({
			code: "other-mode",
			what: `there is a replica already, in mode ${before}`,
			where: folder.path,
			help: "take it away with 'pnpm local-lab reset', then bring up the other",
			exit: exitCode.letDown,
		});
	if (before !== undefined)
		return { mode: before, reason: `the replica was made in mode ${before}` };
	if (asked !== "auto") return { mode: asked, reason: "it was asked for" };
	const engine = await findEngine();
	if (!engine.answers) return { mode: "embedded", reason: engine.reason };
	if (await canHave(k3sImage)) return { mode: "k3d", reason: engine.reason };
	return {
		mode: "embedded",
		reason: `${engine.reason}, but not ${k3sImage}, and no registry to get it from`,
	};
}
