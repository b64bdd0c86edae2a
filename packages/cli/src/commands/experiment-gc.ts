import { rm } from "node:fs/promises";
import { resolve } from "node:path";
import { type Duration, toMilliseconds } from "@lab/core";
import { ensureTools } from "@lab/ops";
import { endExpired, listRuns, type RunFolder, runFolder } from "@lab/runner";
import type { Command, Input } from "../command.ts";
import { attachTo } from "../experiment/attach-to.ts";
import { lookAt } from "../experiment/describe-run.ts";
import { stateOf, stateOption } from "../experiment/run-settings.ts";
import { ask } from "../experiment/runner-of.ts";
import { startRunnerOf } from "../experiment/start-run.ts";

export const command: Command = {
	summary: "End runs that nobody works on, and delete old ones",
	options: [
		stateOption,
		{
			flags: "--older <time>",
			description: "delete the files of runs done so long ago",
		},
		{
			flags: "--kubeconfig <file>",
			description:
				"of a cluster: what runs left there past their time goes too",
		},
		{ flags: "--context <name>", description: "of the kubeconfig" },
	],
	example: "pnpm experiment gc --older 30d",
	async run(input) {
		const state = stateOf(input);
		const ended: string[] = [];
		const deleted: string[] = [];
		const older =
			typeof input.options.older === "string"
				? toMilliseconds(input.options.older as Duration)
				: undefined;
		for (const id of await listRuns(state)) {
			const folder: RunFolder = runFolder(state, id);
			const run = await lookAt(folder, input.signal);
			if (run.state !== "done" && run.runner === null) {
				await ask(folder, { kind: "abort", by: "gc" }, input.signal);
				await startRunnerOf(folder, input);
				await attachTo(folder, input);
				ended.push(id);
			}
			if (older === undefined || run.ended === undefined) continue;
			if (Date.now() - Number(BigInt(run.ended) / 1_000_000n) < older) continue;
			await rm(folder.path, { recursive: true });
			deleted.push(id);
		}
		const expired = await expiredOn(input);
		return {
			exit: 0,
			document: { ended, deleted, expired },
			text: [
				`${ended.length} ended, ${deleted.length} deleted`,
				...expired.map((what) => `  ${what}: its time had passed`),
			].join("\n"),
		};
	},
};

/** Whoever started them, and wherever: of runs on a cluster only their time counts. */
async function expiredOn({
	options: { kubeconfig, context },
	root,
	progress,
	signal,
}: Input): Promise<string[]> {
	if (typeof kubeconfig !== "string") return [];
	const { kubectl } = await ensureTools(["kubectl"], { progress, signal });
	return endExpired(
		{
			programs: { kubectl: [kubectl.path] },
			kubeconfig: resolve(root, kubeconfig),
			...(typeof context === "string" && { context }),
		},
		signal,
	);
}
